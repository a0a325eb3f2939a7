#!/usr/bin/env bash
# The one script for people and machines: './build.sh help' lists what it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
artifacts=$root/artifacts
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
configuration=Release

usage() {
  cat <<'TEXT'
Usage: ./build.sh COMMAND [ARGS]

  run [-- HOST ARGS]      set up what is missing, build, and serve the chat on http://127.0.0.1:5000
  test                    set up what is missing, then: build, format check, every test, coverage
  build                   build the solution
  format                  put code and documents into the house format
  mutate PROJECT [ARGS]   mutation tests (Stryker) of a project of bot/ or model/, such as DialClip.Experiments
  publish FOLDER          build the host with everything it serves into a folder
  pack FOLDER             make the NuGet packages, with symbols
  dialclip ARGS…          the console program (train, export, ask, …); 'dialclip --help' lists its verbs
  train-default           make the committed bundle again, into artifacts/run/default/store;
                          with --install into model/store
  screenshots             take the pictures of the chat in docs/images anew
  bench [FILTER]          the benchmarks whose name holds FILTER, or all; tables go to artifacts/bench
  bench head-step         a training step of a head, here and in Python
  bench memory            memory over many training steps
  bench import            the import of a checkpoint of ViT-B/32's size
  bench catalog           'dialclip catalog' over 10,000 generated pictures
  bench turns             what the plugin costs outside the model
  bench soak              10,000 turns of 200 conversations against the host: lost turns, errors, memory
  bench load              200 conversations, 50 at once, 2 minutes with each kind of garbage collection: a table
  bench flood             a user's turns while others of the same address flood the host
  bench report            the report of 10 million experiment events: time and memory
  bench chaos             kill the host 30 times over each storage: messages unanswered or answered twice
  fuzz [COUNT] [FIRST]    decode damaged pictures, 200000 cases from 0; the report is artifacts/fuzz.txt
  teams-package OPTIONS   make the app package for Teams; docs/teams.md is the guide
  fetch [training]        fetch the npm assets (Web Chat, sticker pictures); 'training' adds word vectors
TEXT
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# ---- set-up: only what is missing is installed ----

need_dotnet() {
  command -v dotnet >/dev/null \
    || fail "the .NET 10 SDK is missing ('dotnet' is not on PATH). Install it from https://dot.net, then try again."
  dotnet --version >/dev/null 2>&1 \
    || fail "no installed .NET SDK satisfies global.json; 'dotnet --list-sdks' lists them. Install a .NET 10 SDK."
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null \
    || fail "Node.js 20 with npm is missing; it fetches Web Chat and the stickers."
  local major; major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail "found Node.js $(node --version), expected version 20 or later."
}

# need_apt PACKAGE… : a package counts as there when dpkg says it is installed.
need_apt() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null \
    || fail "system packages are missing, and there is no apt-get: install the equivalents of ${missing[*]}."
  say "Installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

as_root() {
  export DEBIAN_FRONTEND=noninteractive
  if [ "$(id -u)" -eq 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || fail "system packages are missing, and root or sudo is needed. As root, run: $*"
  sudo --preserve-env=DEBIAN_FRONTEND "$@"
}

# fetch_assets [training|teams]
fetch_assets() { need_node; node deployment/npm/fetch.mjs "$artifacts/npm" model/store "${1:-runtime}"; }

# fetch_program NAME WHAT : installs what deployment/npm/NAME pins into artifacts/npm/NAME.
fetch_program() {
  need_node
  local from=deployment/npm/$1 into=$artifacts/npm/$1 wanted
  wanted=$(sha256sum "$from/package-lock.json" | cut -d' ' -f1)
  [ "$(cat "$into/.fetched" 2>/dev/null || true)" = "$wanted" ] && return
  say "Installing $2 (npm) into artifacts/npm/$1."
  mkdir -p "$into"
  cp "$from/package.json" "$from/package-lock.json" "$into/"
  npm ci --prefix "$into" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  printf '%s' "$wanted" >"$into/.fetched"
}

need_teams() {
  fetch_assets teams
  fetch_program teams "a JSON schema validator and a zip writer"
}

# .NET takes Unicode's tables from ICU, whose package carries its version in its name.
need_icu() {
  [ "$(uname -s)" = Linux ] || return 0
  local libraries package
  libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
  [[ $libraries != *libicuuc.so* ]] || return 0
  command -v apt-get >/dev/null || fail "ICU (libicuuc.so) is missing, which .NET needs. Install your system's libicu."
  as_root apt-get update -qq
  package=$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)
  need_apt "${package:?apt knows no package libicuNN}"
}

# The backbone of the store whose weights come from packages: written by the build, once.
need_backbone() {
  local trained=model/backbone/picture-tower.safetensors digest
  local manifest=model/store/backbones/general/fp32/manifest.json
  [ -f "$trained" ] || return 0
  digest=$(head -c 4096 "$trained" | grep -aoE '"weights_digest":"[0-9a-f]{64}"' | grep -oE '[0-9a-f]{64}' || true)
  if [ -n "$digest" ] && grep -qs "$digest" "$manifest"; then return 0; fi
  built model/DialClip.BackboneWriter
}

need_runtime() {
  need_dotnet
  need_icu
  fetch_assets
  need_backbone
}

need_training() {
  need_runtime
  need_apt wordnet-base
}

need_tests() {
  need_training
  need_apt chromium
  fetch_program azurite "Azurite, for tests"
  need_teams
}

# ---- commands ----

# built PROJECT : builds a project quietly; errors and the messages of its targets are shown.
build_noise='^(  .* -> .*| *0 (Warning|Error)\(s\)|Build succeeded\.|Time Elapsed .*|  (Determining|All) .*| *)$'
built() {
  say "Building $(basename "$1")."
  dotnet build "$1" -c $configuration -v:m -nologo -tl:off 2>&1 \
    | { grep -vE "$build_noise" || true; } >&2
}

cmd_run() {
  [ "${1:-}" = -- ] && shift
  need_runtime
  built bot/DialClip.Bot.Host
  # exec: signals reach the host itself, so Ctrl-C and SIGTERM end it and everything that it started.
  exec dotnet "$artifacts/bin/DialClip.Bot.Host/release/DialClip.Bot.Host.dll" \
    --contentRoot "$root" --environment Development "$@"
}

cmd_publish() {
  [ $# -ge 1 ] || fail "expected a folder: ./build.sh publish FOLDER [MSBUILD ARGS]"
  local folder=$1
  shift
  need_runtime
  dotnet publish bot/DialClip.Bot.Host/DialClip.Bot.Host.csproj -c $configuration -v:q -nologo -o "$folder" "$@" >&2
  mkdir -p "$folder/model"
  cp -r model/store "$folder/model/"
}

cmd_pack() {
  [ $# -ge 1 ] || fail "expected a folder: ./build.sh pack FOLDER [MSBUILD ARGS]"
  local folder=$1 project
  shift
  need_dotnet
  for project in $(grep -lr --include='*.csproj' '<IsPackable>true' bot model); do
    say "Packing $(basename "$project" .csproj)."
    dotnet pack "$project" -c $configuration -v:q -nologo -o "$folder" -p:PackNet8=true "$@" >&2
  done
}

cmd_dialclip() {
  case "${1:-}" in
    pretrain | train | ablate | classify | import | export | verify) need_training ;;
    tokenizer) need_runtime; need_apt wordnet-base ;;
    *) need_runtime ;;
  esac
  built training/DialClip.Training
  exec dotnet "$artifacts/bin/DialClip.Training/release/DialClip.Training.dll" "$@"
}

cmd_train_default() {
  need_training
  fetch_assets training
  built training/DialClip.Training
  exec training/train-default.sh dotnet "$artifacts/bin/DialClip.Training/release/DialClip.Training.dll" "$@"
}

cmd_bench() {
  need_training
  # Python is the other half of this one benchmark and of nothing else.
  if [ "${1:-}" = head-step ]; then need_apt python3-torch libopenblas0-pthread; fi
  if [ "${1:-}" = chaos ]; then fetch_program azurite "Azurite, for tests"; fi
  if [[ "${1:-}" =~ ^(soak|flood|chaos|load)$ ]]; then built bot/DialClip.Bot.Host; fi
  built tests/DialClip.Benchmarks
  exec dotnet "$artifacts/bin/DialClip.Benchmarks/release/DialClip.Benchmarks.dll" "$@"
}

# One case again: fuzz 1 FIRST. The file of the current case remains only where the process crashed.
cmd_fuzz() {
  need_runtime
  local project=tests/DialClip.Encoders.Tests report=$artifacts/fuzz.txt
  rm -f "$report" "$report.case"
  built "$project"
  DIALCLIP_FUZZ_COUNT=${1:-200000} DIALCLIP_FUZZ_FIRST=${2:-0} DIALCLIP_FUZZ_REPORT=$report DIALCLIP_REQUIRE_TOOLS=1 \
    dotnet test "$project" -c $configuration --no-build --nologo --filter FullyQualifiedName~DecoderFuzzTests \
    -- RunConfiguration.TreatNoTestsAsError=true \
    || { [ ! -s "$report.case" ] || say "The process crashed at case $(cat "$report.case")."; fail "the run failed."; }
  cat "$report"
}

cmd_teams_package() {
  need_teams
  exec node deployment/teams/package.mjs "$@"
}

cmd_build() { need_dotnet; dotnet build DialClip.Bot.sln -c $configuration -v:m -nologo "$@"; }

# Formatters leave comments and strings alone; rows of tables, links and addresses cannot be wrapped.
check_line_length() {
  local long
  long=$(git ls-files -- '*.cs' '*.md' '*.sh' '*.mjs' '*.js' '*.css' '*.html' '*.py' '*.csproj' '*.props' '*.targets' \
    | LC_ALL=C.UTF-8 xargs grep -nE '^.{121,}' | grep -vE '^[^:]+\.md:[0-9]+:(\||!\[)|https?://' || true)
  [ -z "$long" ] || fail "these lines are longer than 120 columns:"$'\n'"$long"
}

check_format() {
  say "Checking the format."
  dotnet tool restore --verbosity quiet
  dotnet csharpier check .
  check_line_length
  dotnet format style DialClip.Bot.sln --verify-no-changes --no-restore --severity warn
}

# Lines covered, by assembly, in percent, against the floors of tests/coverage.txt (ASSEMBLY PERCENT on each line).
check_coverage() {
  say "Checking the coverage."
  dotnet reportgenerator "-reports:$artifacts/coverage/*/coverage.cobertura.xml" "-targetdir:$artifacts/coverage" \
    "-reporttypes:TextSummary;Html" -verbosity:Error
  awk '
    NR == FNR { if (/^DialClip[^ ]* /) covered[$1] = $2 + 0; next }
    !/^#/ && NF == 2 {
      if (!($1 in covered)) { printf "coverage: %s is in tests/coverage.txt and was not measured\n", $1; bad = 1 }
      else if (covered[$1] < $2) { printf "coverage: %s %s %%, expected %s %%\n", $1, covered[$1], $2; bad = 1 }
      else printf "coverage: %s %s %%\n", $1, covered[$1]
    }
    END { exit bad }' "$artifacts/coverage/Summary.txt" tests/coverage.txt
}

cmd_test() {
  need_tests
  say "Building the solution."
  dotnet build DialClip.Bot.sln -c $configuration -v:q -nologo -clp:NoSummary
  check_format
  say "Running every test."
  local log=$artifacts/test.log status=0
  rm -rf "$artifacts/coverage"
  # One test project at a time: several of them measure or drive real servers, and two cores are not many.
  DIALCLIP_REQUIRE_TOOLS=1 DIALCLIP_CHROMIUM="$(command -v chromium || true)" \
    dotnet test DialClip.Bot.sln -c $configuration --no-build --nologo -m:1 --logger 'console;verbosity=minimal' \
    --collect "XPlat Code Coverage" --settings tests/coverage.runsettings --results-directory "$artifacts/coverage" \
    -- RunConfiguration.TreatNoTestsAsError=true 2>&1 | tee "$log" || status=$?
  sed -nE 's/.* - Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\1 \2 \3/p' "$log" \
    | awk '{f+=$1; p+=$2; s+=$3} END {printf "%d passed, %d failed, %d skipped\n", p, f, s}'
  [ $status -eq 0 ] || return $status
  check_coverage
}

# cmd_mutate PROJECT : the tests of the same name kill the mutants; the report goes to artifacts/mutation/PROJECT.
cmd_mutate() {
  [ $# -ge 1 ] || fail "expected a project: ./build.sh mutate DialClip.Experiments [STRYKER ARGS]"
  local project=$1
  shift
  [ -f "tests/$project.Tests/$project.Tests.csproj" ] || fail "there is no test project tests/$project.Tests."
  need_runtime
  dotnet tool restore --verbosity quiet
  cd "tests/$project.Tests"
  exec dotnet stryker --project "$project.csproj" --configuration $configuration \
    --output "$artifacts/mutation/$project" --reporter html --reporter cleartext --reporter progress "$@"
}

# The same tests run in './build.sh test'; only here their pictures become the documentation's.
cmd_screenshots() {
  need_tests
  built tests/DialClip.EndToEnd.Tests
  DIALCLIP_REQUIRE_TOOLS=1 DIALCLIP_CHROMIUM="$(command -v chromium || true)" \
    dotnet test tests/DialClip.EndToEnd.Tests -c $configuration --no-build --nologo \
    --filter FullyQualifiedName~ChatLooksTests >&2
  local picture
  for picture in chat chat-dark why carousel; do cp "$artifacts/screenshots/$picture.png" docs/images/; done
}

# CSharpier wraps lines at 120 columns, which 'dotnet format' does not; the latter adds what needs the compiler.
cmd_format() {
  need_dotnet
  dotnet restore DialClip.Bot.sln --verbosity quiet
  dotnet format style DialClip.Bot.sln --no-restore --severity warn
  dotnet tool restore --verbosity quiet
  dotnet csharpier format .
}

command=${1:-help}
[ $# -gt 0 ] && shift
case "$command" in
  run) cmd_run "$@" ;;
  publish) cmd_publish "$@" ;;
  pack) cmd_pack "$@" ;;
  test) cmd_test "$@" ;;
  build) cmd_build "$@" ;;
  dialclip) cmd_dialclip "$@" ;;
  train-default) cmd_train_default "$@" ;;
  screenshots) cmd_screenshots ;;
  bench) cmd_bench "$@" ;;
  fuzz) cmd_fuzz "$@" ;;
  teams-package) cmd_teams_package "$@" ;;
  fetch) fetch_assets "$@" ;;
  format) cmd_format ;;
  mutate) cmd_mutate "$@" ;;
  help | -h | --help) usage ;;
  *) usage >&2; printf "build.sh: unknown command '%s'\n" "$command" >&2; exit 2 ;;
esac
