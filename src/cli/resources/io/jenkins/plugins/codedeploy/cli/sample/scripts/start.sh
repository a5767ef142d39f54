#!/bin/bash
echo "started $APPLICATION_NAME in $DEPLOYMENT_GROUP_NAME"
