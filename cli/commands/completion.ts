// `ispcube completion`: a script for the shell that completes words and options. It is made from the commands themselves, all
// of which are loaded for it, so it never lags behind them.

import type { Command } from 'commander'
import { oneOfArgument } from '../arguments.ts'
import { type Context, example } from '../context.ts'
import { makeProgram, WORDS } from '../run.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

export function register(program: Command, context: Context): void {
  const command = program
    .command('completion')
    .description('print a completion script')
    .argument('<shell>', SHELLS.join(', '))
    .action(async (shell: string) => {
      const kind = oneOfArgument('SHELL', shell, SHELLS)
      const script = scriptFor(kind, await allPaths(context))
      context.out.answer({ shell: kind, script }, () => script)
    })
  example(
    command,
    'ispcube completion bash > /etc/bash_completion.d/ispcube',
    'ispcube completion fish > ~/.config/fish/completions/ispcube.fish',
  )
}

interface Path {
  /** `enforce plan`; empty for the program itself. */
  words: string
  /** What may follow, with summaries. */
  next: { word: string; about: string }[]
}

async function allPaths(context: Context): Promise<Path[]> {
  const program = makeProgram(context.io)
  for (const word of Object.values(WORDS)) (await word.load()).register(program, context)
  const global = optionsOf(program)
  const paths: Path[] = []
  const walk = (command: Command, words: readonly string[]) => {
    const inner = command.commands.map((each) => ({ word: each.name(), about: each.description() }))
    const options = words.length === 0 ? [] : optionsOf(command)
    paths.push({ words: words.join(' '), next: [...inner, ...options, ...global] })
    for (const each of command.commands) walk(each, [...words, each.name()])
  }
  walk(program, [])
  return paths
}

const optionsOf = (command: Command) =>
  command.options.map((option) => ({ word: option.long ?? option.short ?? '', about: option.description }))

function scriptFor(shell: (typeof SHELLS)[number], paths: readonly Path[]): string {
  if (shell === 'fish') return fish(paths)
  return shell === 'bash' ? bash(paths) : zsh(paths)
}

const cases = (paths: readonly Path[]) =>
  paths.map(({ words, next }) => `    "${words}") answers="${next.map(({ word }) => word).join(' ')}" ;;`).join('\n')

function bash(paths: readonly Path[]): string {
  return `# bash completion of ispcube
_ispcube() {
  local path="" word answers="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [[ "$word" == -* ]] || path="\${path:+$path }$word"
  done
  while :; do
    case "$path" in
${cases(paths)}
    esac
    [[ -n "$answers" || -z "$path" ]] && break
    [[ "$path" == *" "* ]] && path="\${path% *}" || path=""
  done
  COMPREPLY=($(compgen -W "$answers" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _ispcube ispcube
`
}

function zsh(paths: readonly Path[]): string {
  return `#compdef ispcube
_ispcube() {
  local trail="" word answers="" i
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    [[ "$word" == -* ]] || trail="\${trail:+$trail }$word"
  done
  while :; do
    case "$trail" in
${cases(paths)}
    esac
    [[ -n "$answers" || -z "$trail" ]] && break
    [[ "$trail" == *" "* ]] && trail="\${trail% *}" || trail=""
  done
  compadd -- \${=answers} || _files
}
compdef _ispcube ispcube
`
}

function fish(paths: readonly Path[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const lines = paths.flatMap(({ words, next }) => {
    const seen =
      words === ''
        ? '__fish_use_subcommand'
        : words
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ')
    return next.map(({ word, about }) =>
      word.startsWith('--')
        ? `complete -c ispcube -n ${quoted(seen)} -l ${word.slice(2)} -d ${quoted(about)}`
        : `complete -c ispcube -f -n ${quoted(seen)} -a ${word} -d ${quoted(about)}`,
    )
  })
  return `# fish completion of ispcube\n${lines.join('\n')}\n`
}
