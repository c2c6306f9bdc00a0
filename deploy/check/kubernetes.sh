#!/usr/bin/env bash
# The Kubernetes half of deploy/README.md against the schemas of Kubernetes, KEDA and the Prometheus Operator themselves: what
# the document's command renders, the access of the deployers and every component, by kubeconform; the workflows by actionlint;
# the rules by promtool. Prints a line for each check. Part of `./mvnw verify` (KubernetesIT); by itself:
#   deploy/check/kubernetes.sh
#
# The schemas are taken from the projects' Go modules. Ends with 3 where Go, kubectl or python3 are missing, and says so.
# shellcheck disable=SC2317 # called by way of check
set -euo pipefail
cd "$(dirname "$0")/../.."

# The oldest Kubernetes that KEDA 2.19 is tested with is 1.32; these are what the schemas are of. Raised by hand with the clusters'.
kubernetes=k8s.io/kubernetes@v1.34.3
keda=github.com/kedacore/keda/v2@v2.19.0
operator=github.com/prometheus-operator/prometheus-operator@v0.85.0

work=$PWD/target/check/kubernetes
venv=$PWD/target/check/venv
rm -rf "$work"
mkdir -p "$work"
against="Kubernetes' schemas"
# shellcheck source=deploy/check/common.sh
. deploy/check/common.sh

kubectl_binary=$(command -v target/tools/kubectl || command -v kubectl) || skip "there is no kubectl, run deploy/check/install-tools.sh"
kubectl() { "$kubectl_binary" "$@"; }
command -v go > /dev/null || skip "there is no go"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" > "$work/pip.log" 2>&1 || skip "there is no python3"
"$venv/bin/python" -c 'import yaml' 2> /dev/null || "$venv/bin/pip" install --quiet pyyaml > "$work/pip.log" 2>&1 ||
  skip "PyYAML cannot be fetched: $(tail -n 1 "$work/pip.log")"
kubeconform=$(deploy/check/go-tool.sh kubeconform 2>&1) || skip "$kubeconform"
actionlint=$(deploy/check/go-tool.sh actionlint 2>&1) || skip "$actionlint"

# The directory of a module, fetched as it is and not built.
module() {
  (cd "$work" && { [ -f go.mod ] || go mod init check > /dev/null 2>&1; } && go mod download -json "$1") |
    sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

schemas=$PWD/target/check/schemas/$(cksum <<< "$kubernetes $keda $operator $(cat deploy/check/schemas.py)" | cut -d' ' -f1)
if [ ! -d "$schemas" ]; then
  kubernetes_dir=$(module "$kubernetes") || skip "$kubernetes cannot be fetched"
  keda_dir=$(module "$keda") || skip "$keda cannot be fetched"
  operator_dir=$(module "$operator") || skip "$operator cannot be fetched"
  "$venv/bin/python" deploy/check/schemas.py "$schemas.new" "$kubernetes_dir/api/openapi-spec/swagger.json" \
    "$keda_dir/config/crd/bases" "$operator_dir"/example/prometheus-operator-crd/*_{podmonitors,prometheusrules}.yaml
  mv "$schemas.new" "$schemas"
fi
conform() { "$kubeconform" -strict -summary -schema-location "$schemas/{{.ResourceKind}}{{.KindSuffix}}.json" "$@"; }

component() {
  mkdir -p "$work/with-$1"
  cat > "$work/with-$1/kustomization.yaml" << YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../../../../deploy/k8s/overlays/prod]
components: [../../../../deploy/k8s/components/$1]
YAML
  kubectl kustomize "$work/with-$1" > "$work/with-$1.yaml"
}

# What the document has rendered, and every directory that it applies or compares, from its own words; the other environment by
# the same ones.
rendering=$(documented deploy/README.md 'kubectl kustomize ')
directories=$(
  documented deploy/README.md 'kubectl kustomize '
  documented deploy/README.md 'kubectl diff -k '
  documented deploy/README.md 'kubectl apply -k '
)
directories=$(sed 's/.* //' <<< "$directories" | sort -u)
for directory in $directories ${directories//prod/dev}; do
  name=${directory#deploy/k8s/}
  name=${name//\//-}
  check "deploy/README.md: ${rendering% *} $directory" eval "${rendering% *} $directory > $work/$name.yaml"
  check "  conforms to Kubernetes, KEDA and the Prometheus Operator" conform "$work/$name.yaml"
done
secret_command=$(documented deploy/README.md 'kubectl -n traffic-tacos create secret ')
check "deploy/README.md: ${secret_command%% --from*}, without a server" \
  eval "$secret_command --dry-run=client --output=yaml > $work/secret.yaml"
check "  names an operator before the token" eval \
  "sed -n 's/^  admin-token: //p' $work/secret.yaml | base64 -d | grep -qE '^[a-z]+:[0-9a-f]{48}$'"
for directory in deploy/k8s/components/*/; do
  name=$(basename "$directory")
  # Prod has it already.
  [ "$name" = pod-monitor ] && continue
  check "prod with the component $name" component "$name"
  check "  conforms" conform "$work/with-$name.yaml"
done

# That the check can fail: a field that the API server would drop without a word, and a value that KEDA's would refuse.
refused() { sed "$1" "$work/overlays-prod.yaml" > "$work/wrong.yaml" && ! conform "$work/wrong.yaml"; }
check "a misspelt terminationGracePeriodSeconds is refused" refused s/terminationGracePeriodSeconds/terminationGracePeriodSecond/
check "a misspelt cooldownPeriod of the ScaledObject is refused" refused s/cooldownPeriod/coolDownPeriod/
check "a fallback that KEDA does not know is refused" refused s/currentReplicasIfHigher/currentReplicasIfLarger/

check "actionlint has nothing to say about the workflows" "$actionlint"
if promtool=$(deploy/observability/install-prometheus.sh "$PWD/target/prometheus-package" 2> "$work/output" | tail -n 1); then
  check "promtool check rules" "$promtool/promtool" check rules deploy/observability/prometheus/reservation-worker.rules.yml
  check "promtool test rules" "$promtool/promtool" test rules deploy/observability/prometheus/reservation-worker.test.yml
else
  say -- "promtool was not run: $(cat "$work/output")"
fi
exit "$failed"
