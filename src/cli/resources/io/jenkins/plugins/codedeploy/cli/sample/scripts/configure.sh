#!/bin/bash
set -eu
echo "configured by $DEPLOYMENT_ID"
