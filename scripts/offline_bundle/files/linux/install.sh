#!/bin/sh
# Makes a private environment in .venv beside this file. Needs no network and no administrator.
set -eu
cd "$(dirname "$0")"

sha256sum --quiet -c SHA256SUMS || {
  echo "有文件损坏或缺少，请重新复制整个文件夹。 Files are damaged or missing: copy the whole folder again." >&2
  exit 1
}

python=
for name in python3.13 python3.12 python3.11 python3; do
  version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  if [ -f "requirements/$version.txt" ]; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo "没有找到可用的 Python（要 $(cd requirements && echo *.txt | sed 's/\.txt//g') 之一）。 No fitting Python was found." >&2
  exit 1
fi

"$python" -m venv --without-pip --clear .venv
set -- wheels/pip-*.whl
PIP_CONFIG_FILE=/dev/null .venv/bin/python -I "$1/pip" --isolated --disable-pip-version-check --no-cache-dir install \
  --quiet --no-index --find-links wheels --require-hashes --requirement "requirements/$version.txt"
chmod +x ecodemo # a stick or a zip may have lost it
echo "装好了：$(./ecodemo --version)。 Installed. 用法见 使用说明.txt"
