// `ispcube completion`: a script for the shell that completes words and options. It is made from the commands themselves, all
// of which are loaded for it, so it never lags behind them.
import { choice, oneOfArgument } from '../arguments.js';
import { example } from '../context.js';
import { makeProgram, WORDS } from '../run.js';
const SHELLS = ['bash', 'zsh', 'fish'];
export function register(program, context) {
    const command = program
        .command('completion')
        .description('print a completion script')
        .addArgument(choice('<shell>', 'whose completion it is', SHELLS))
        .action(async (shell) => {
        const kind = oneOfArgument('SHELL', shell, SHELLS);
        const script = scriptFor(kind, await allPaths(context));
        context.out.answer({ shell: kind, script }, () => script);
    });
    example(command, 'ispcube completion bash > /etc/bash_completion.d/ispcube', 'ispcube completion zsh > "${fpath[1]}/_ispcube"', 'ispcube completion fish > ~/.config/fish/completions/ispcube.fish');
}
async function allPaths(context) {
    const program = makeProgram(context.io);
    for (const word of Object.values(WORDS))
        (await word.load()).register(program, context);
    const global = optionsOf(program);
    const paths = [];
    const walk = (command, words) => {
        const choices = command.registeredArguments[0]?.argChoices ?? [];
        const commands = command.commands.map((each) => ({ word: each.name(), about: each.description() }));
        const inner = [...commands, ...choices.map((word) => ({ word, about: '' }))];
        const options = words.length === 0 ? global : [...optionsOf(command), ...global];
        paths.push({ words: words.join(' '), inner, options });
        for (const word of choices)
            paths.push({ words: [...words, word].join(' '), inner: [], options });
        for (const each of command.commands)
            walk(each, [...words, each.name()]);
    };
    walk(program, []);
    return paths;
}
const optionsOf = (command) => command.options.map((option) => ({
    word: option.long ?? option.short ?? '',
    about: option.description,
    isValued: option.required,
}));
function scriptFor(shell, paths) {
    if (shell === 'fish')
        return fish(paths);
    return shell === 'bash' ? bash(paths) : zsh(paths);
}
const cases = (paths) => paths
    .map(({ words, inner, options }) => `    "${words}") answers="${[...inner, ...options].map(({ word }) => word).join(' ')}" ;;`)
    .join('\n');
// In all three the way to the cursor is what was typed, less options and the value of --config; it is shortened until it is
// one that is known, because behind it stand codes, files and values of other options.
function bash(paths) {
    return `# bash completion of ispcube
_ispcube() {
  local path="" word before="" answers="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [[ "$word" == [-=]* || "$before" == --config ]] || path="\${path:+$path }$word"
    [[ "$word" == "=" ]] || before="$word"
  done
  while :; do
    case "$path" in
${cases(paths)}
    esac
    [[ -n "$answers" || -z "$path" ]] && break
    [[ "$path" == *" "* ]] && path="\${path% *}" || path=""
  done
  [[ "$before" == --config ]] && answers=""
  COMPREPLY=($(compgen -W "$answers" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _ispcube ispcube
`;
}
function zsh(paths) {
    return `#compdef ispcube
_ispcube() {
  local trail="" word before="" answers="" i
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    [[ "$word" == -* || "$before" == --config ]] || trail="\${trail:+$trail }$word"
    before="$word"
  done
  while :; do
    case "$trail" in
${cases(paths)}
    esac
    [[ -n "$answers" || -z "$trail" ]] && break
    [[ "$trail" == *" "* ]] && trail="\${trail% *}" || trail=""
  done
  [[ "$before" == --config ]] && answers=""
  compadd -- \${=answers} || _files
}
# Read from a folder of functions this file is the function itself; read by hand it only makes it known.
if [[ "\${funcstack[1]}" == _ispcube ]]; then _ispcube "$@"; else compdef _ispcube ispcube; fi
`;
}
function fish(paths) {
    const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    const known = paths.map(({ words }) => words).filter(Boolean);
    const lines = paths.flatMap(({ words, inner, options }) => {
        const here = quoted(`test (__ispcube_trail) = "${words}"`);
        return [
            ...inner.map(({ word, about }) => `complete -c ispcube -f -n ${here} -a ${word} -d ${quoted(about)}`),
            ...options.map(({ word, about, isValued }) => `complete -c ispcube${isValued ? ' -r' : ''} -n ${here} -l ${word.slice(2)} -d ${quoted(about)}`),
        ];
    });
    return `# fish completion of ispcube
function __ispcube_trail
  set -l known ${known.map(quoted).join(' ')}
  set -l trail ""
  set -l before ""
  for word in (commandline -opc)[2..]
    if not string match -q -- "-*" $word; and test "$before" != --config
      set -l longer (string trim -- "$trail $word")
      contains -- $longer $known; and set trail $longer
    end
    set before $word
  end
  echo $trail
end
${lines.join('\n')}
`;
}
