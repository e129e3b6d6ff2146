#!/usr/bin/env bash
# bash scripts/release_files.sh OUT [--bundles]: what a release consists of. OUT/packages has the wheel and the sdist, OUT/beside
# the SBOM, the sums and the offline bundles. The tools are the dependency group `release`. One commit gives the same packages.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$1
umask 022
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1577836800)
export SOURCE_DATE_EPOCH
mkdir -p "$out/packages" "$out/beside"
python -m build --no-isolation --outdir "$out/packages" .
twine check --strict "$out"/packages/*

echo "built again from the sdist, the wheel has the same bytes"
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
tar -xzf "$out"/packages/*.tar.gz -C "$again"
python -m build --no-isolation --wheel --outdir "$again/dist" "$again"/ecodemo-*/
cmp "$out"/packages/*.whl "$again"/dist/*.whl

# The components are what a workspace's CI installs. The version is dynamic, which the list of components does not know.
python -m venv --without-pip "$again/venv"
installs=(python -m pip --python "$again/venv/bin/python" install -q --no-compile)
"${installs[@]}" --only-binary :all: --require-hashes -r src/ecodemo/setup/requirements.txt
"${installs[@]}" --no-deps "$out"/packages/*.whl
name=$(basename "$out"/packages/*.tar.gz .tar.gz)
sed "s/^dynamic = .*/version = \"${name#ecodemo-}\"/" pyproject.toml >"$again/pyproject.toml"
env -u PYTHONPATH cyclonedx-py environment --pyproject "$again/pyproject.toml" --output-reproducible --of JSON \
  -o "$out/beside/$name.cdx.json" "$again/venv/bin/python"

if [ "${2:-}" = --bundles ]; then
  python -m scripts.offline_bundle "$again/bundles" --wheel "$out"/packages/*.whl
  mv "$again"/bundles/*.zip "$out/beside/"
fi
(cd "$out" && sha256sum packages/* beside/* | sed 's,  [a-z]*/,  ,') >"$again/SHA256SUMS"
mv "$again/SHA256SUMS" "$out/beside/"
