#!/bin/sh
# Says in one line each what this machine lacks for building and running Tokenbook, and how to get it.
missing=0
need() {
	command -v "$1" >/dev/null 2>&1 && return
	echo "missing: $1 ($2): $3" >&2
	missing=1
}
need cargo "builds everything" "see https://rustup.rs"
need cc "builds the Kafka client and TLS" "apt-get install build-essential"
need make "builds the Kafka client" "apt-get install build-essential"
[ -x "$JAVA_HOME/bin/java" ] || need java "runs Kafka, version 17 or newer" "apt-get install openjdk-17-jre-headless"
need mvn "fetches Kafka and PostgreSQL once" "apt-get install maven"
exit "$missing"
