#!/bin/bash
echo "stopping $APPLICATION_NAME in $DEPLOYMENT_GROUP_NAME"
