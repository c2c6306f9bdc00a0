#!/usr/bin/env bash
# The AWS half of deploy/README.md against AWS's own tools and an SQS that is not this project's: makes the stack with the
# command of the document, sends events by both doors, has the packaged worker settle them and checks how everything ended.
# Prints a line for each check. Part of `./mvnw verify` (AwsIT); by itself, after `./mvnw package -DskipTests`:
#   deploy/check/aws.sh
#
# AWS is moto (https://docs.getmoto.org), on 127.0.0.1; nothing leaves the machine but what pip fetches into
# target/check/venv. What moto does not do stands in the lines that begin with "--".
# Ends with 3 where there is no python3 or its packages cannot be fetched, and says so.
# shellcheck disable=SC2317 # called by way of check and the trap
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$PWD/target/check/aws
venv=$PWD/target/check/venv
rm -rf "$work"
mkdir -p "$work"
pids=()
against="AWS's tools"
# shellcheck source=deploy/check/common.sh
. deploy/check/common.sh

clean_up() {
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
}
trap clean_up EXIT

install_tools() {
  command -v python3 > /dev/null || skip "there is no python3"
  local wanted
  wanted=$(cksum < deploy/check/requirements.txt)
  [ "$(cat "$venv/wanted" 2> /dev/null)" = "$wanted" ] && return
  rm -rf "$venv"
  python3 -m venv "$venv" > "$work/pip.log" 2>&1 || skip "python3 has no venv"
  "$venv/bin/pip" install --quiet --requirement deploy/check/requirements.txt >> "$work/pip.log" 2>&1 ||
    skip "its packages cannot be fetched: $(tail -n 1 "$work/pip.log")"
  echo "$wanted" > "$venv/wanted"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_moto() {
  local port
  port=$(free_port)
  export AWS_ENDPOINT_URL=http://127.0.0.1:$port
  "$venv/bin/moto_server" --host 127.0.0.1 --port "$port" > "$work/moto.log" 2>&1 &
  pids+=($!)
  for _ in {1..150}; do
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && return
    sleep 0.2
  done
  cat "$work/moto.log"
  exit 1
}

# The command line's SQS takes its endpoint from nowhere else.
sqs() { aws sqs --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }

# The services, the reservations and, later, the worker.
start_run() {
  local classpath=${TEST_CLASSPATH:-} java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  if [ -z "$classpath" ]; then
    [ -d target/liberty/wlp ] || { echo "package the worker first: ./mvnw package -DskipTests" >&2; exit 1; }
    ./mvnw -B -ntp -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/check/classpath
    classpath=target/test-classes:target/classes:$(cat target/check/classpath)
  fi
  "$java" --enable-native-access=ALL-UNNAMED -Xmx256m -XX:TieredStopAtLevel=1 \
    -Dliberty.home="${LIBERTY_HOME:-target/liberty/wlp}" -Dliberty.server="${LIBERTY_SERVER:-reservation-worker}" \
    ${WORKER_JVM_ARGS:+-Dworker.jvm.args="$WORKER_JVM_ARGS"} -classpath "$classpath" \
    com.traffictacos.reservation.worker.sandbox.AwsRun "$work" > "$work/run.log" 2>&1 &
  run=$!
  pids+=("$run")
}

await_plan() {
  for _ in {1..300}; do
    [ -s "$work/planned.env" ] && break
    kill -0 "$run" 2> /dev/null || { cat "$work/run.log"; exit 1; }
    sleep 0.2
  done
  # shellcheck disable=SC1091 # made by AwsRun
  . "$work/planned.env"
}

waiting() { sqs get-queue-attributes --queue-url "$1" --attribute-names ApproximateNumberOfMessages --query Attributes.ApproximateNumberOfMessages --output text; }
equals() { [ "$1" = "$2" ] || { echo "found $1, expected $2"; return 1; }; }

put_events() {
  local file
  for file in "$work"/doors/events-*.json; do
    equals "$(aws events put-events --entries "file://$file" --query FailedEntryCount --output text)" 0 || return 1
  done
}

put_stranger() {
  aws events put-events --entries '[{"Source": "somebody.else", "DetailType": "payment.approved",
    "Detail": "{\"reservation_id\": \"rsv_1\", \"payment_intent_id\": \"pay_1\"}"}]'
}

# As the reservation API does it: once, 60 s ahead, flat envelope, gone when it has fired.
create_schedules() {
  local file name
  for file in "$work"/doors/schedule-*.json; do
    name=$(basename "$file" .json)
    python3 -c 'import json, sys; json.dump({"Arn": sys.argv[1], "RoleArn": sys.argv[2], "Input": open(sys.argv[3]).read()}, sys.stdout)' \
      "$queue_arn" "$scheduler_role" "$file" > "$work/target.json"
    aws scheduler create-schedule --group-name "$group" --name "$name" --schedule-expression "at($(date -u -d '+60 seconds' +%FT%T))" \
      --flexible-time-window Mode=OFF --action-after-completion DELETE --target "file://$work/target.json" || return 1
  done
}

# moto keeps schedules and fires none: what it has kept goes where it says, as the Scheduler would send it.
fire_schedules() {
  local file
  for file in "$work"/doors/schedule-*.json; do
    aws scheduler get-schedule --group-name "$group" --name "$(basename "$file" .json)" > "$work/schedule.json" || return 1
    python3 - "$work/schedule.json" "$queue_arn" > "$work/input.json" << 'PYTHON' || return 1
import json, sys
target = json.load(open(sys.argv[1]))["Target"]
assert target["Arn"] == sys.argv[2], target
sys.stdout.write(target["Input"])
PYTHON
    sqs send-message --queue-url "$queue" --message-body "file://$work/input.json" || return 1
  done
}

command -v java > /dev/null || [ -n "${JAVA_HOME:-}" ] || skip "there is no java"
install_tools
export PATH=$venv/bin:$PATH AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=ap-northeast-2 AWS_PAGER=
unset AWS_PROFILE
start_run
check "cfn-lint has nothing to say about the templates, for ap-northeast-2" cfn-lint --regions ap-northeast-2 -- deploy/aws/*.yaml
start_moto

# What the account has before: the role that the document's command names.
aws iam create-role --role-name keda-operator --assume-role-policy-document '{"Version": "2012-10-17", "Statement": []}' > /dev/null
stack_command=$(documented deploy/README.md 'aws cloudformation deploy --stack-name reservation-worker ')
check "deploy/README.md: ${stack_command%% --capabilities*}" eval "$stack_command"
outputs_command=$(documented deploy/README.md 'aws cloudformation describe-stacks ')
check "deploy/README.md: $outputs_command" eval "$outputs_command"
grep -q QueueUrl "$work/output" || say -- "moto answers it without the outputs of the stack"
secret_command=$(documented deploy/README.md 'aws secretsmanager create-secret ')
check "deploy/README.md: ${secret_command%% --secret-string*}" eval "$secret_command"
say -- "moto makes queues, rules, roles and policies of the template; alarms, queue policies and the group of timers it passes over"
resource() {
  aws cloudformation describe-stack-resources --stack-name reservation-worker --output text \
    --query "StackResources[?LogicalResourceId=='$1'].PhysicalResourceId | [0]"
}
name=$(sqs get-queue-url --queue-name traffic-tacos-reservation-events --query QueueUrl --output text)
queue=$AWS_ENDPOINT_URL/${name#*://*/}
queue_arn=$(sqs get-queue-attributes --queue-url "$queue" --attribute-names QueueArn --query Attributes.QueueArn --output text)
scheduler_role=$(aws iam get-role --role-name "$(resource SchedulerRole)" --query Role.Arn --output text)
group=traffic-tacos-reservation-events-holds
redrive=$(sqs get-queue-attributes --queue-url "$queue" --attribute-names RedrivePolicy --query Attributes.RedrivePolicy --output text)
check "the queue's redrive policy leads to the dead-letter queue" grep -q "$queue_arn-dlq" <<< "$redrive"

await_plan
check "aws events put-events takes the events in their EventBridge shapes" put_events
check "the rules have put $BY_EVENT_BRIDGE of them into the queue, and kept back what is no end of a payment" \
  equals "$(waiting "$queue")" "$BY_EVENT_BRIDGE"
check "an event under another source is put" put_stranger
check "and does not reach the queue" equals "$(waiting "$queue")" "$BY_EVENT_BRIDGE"
aws scheduler create-schedule-group --name "$group" > /dev/null
check "aws scheduler create-schedule takes $BY_SCHEDULE timers with the flat envelope" create_schedules
say -- "moto keeps schedules and fires none; the check reads each back and sends its input to its target"
check "their inputs are in the queue" fire_schedules
check "$((BY_EVENT_BRIDGE + BY_SCHEDULE)) events wait" equals "$(waiting "$queue")" $((BY_EVENT_BRIDGE + BY_SCHEDULE))

printf 'SQS_QUEUE_URL=%s\nAWS_ENDPOINT_URL_SQS=%s\n' "$queue" "$AWS_ENDPOINT_URL" > "$work/queue.tmp"
mv "$work/queue.tmp" "$work/queue.env"
wait "$run" || failed=1
cat "$work/run.log"
exit "$failed"
