#!/bin/sh
# 检查用的 ecodemo 只按哈希安装：requirements.txt 里有它和每个库的 sha256，差一个字节都装不上。
set -eu
cd "$(dirname "$0")"
if [ ! -f requirements.txt ]; then
  echo '还没有指定装哪个 ecodemo：在自己电脑上运行“ecodemo init 工作目录 --wheel 安装包.whl”，再把 .ecodemo/ 提交入库。' >&2
  exit 1
fi
exec python3 -m pip install --only-binary :all: --require-hashes -r requirements.txt "$@"
