#!/bin/bash
set -eu
cd "$(dirname "$0")/.."
grep -q 'It went across' site/index.html
echo "the page answers"
