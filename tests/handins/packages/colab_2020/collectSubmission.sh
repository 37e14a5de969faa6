#!/bin/bash
zip -r a1.zip . -x "*.git" "*cs231n/datasets*"
