// What a built-in template is: the template itself, which a configuration could hold as well, and what only code can know of a
// system: the rules that make its list take effect, and whether they stand there.

import type { Check, CheckName, RouterAccess } from '../../../../core/driver.ts'
import type { SshTemplate } from '../../../../core/rules/template.ts'

export interface Vendor {
  template: SshTemplate
  /** Lines to paste; pasting twice is safe. */
  rules(lists: { cut: string; notice: string }): string
  /** What `router test` asks besides the lists. */
  questions: readonly Question[]
}

export interface Question {
  name: CheckName
  command: string
  /** What its answer means. */
  judge(said: string, access: RouterAccess): Check[]
}

/**
 * Runs a command as root, whoever logs in: root itself, or a user whom sudo lets run it without a password. Whoever is not root
 * has no sbin on his path.
 */
export const asRoot = (command: string, before = ''): string =>
  `PATH=$PATH:/usr/sbin:/sbin; s=; [ "$(id -u)" = 0 ] || s='sudo -n'; ${before}$s ${command}`

/** Name, board, seconds since the start, version: a line each, whatever of it is missing. */
export const deviceOf = (version: string): string =>
  `PATH=$PATH:/usr/sbin:/sbin; echo "$(uname -n)"; echo "$(uname -srm)"; echo "$(cut -d. -f1 /proc/uptime)"; echo "$(${version} 2>/dev/null)"`

/** Ends the connections of the addresses in its input and says how many they were; without the tool it says nothing. */
export const END_CONNECTIONS =
  `PATH=$PATH:/usr/sbin:/sbin; s=; [ "$(id -u)" = 0 ] || s='sudo -n'; command -v conntrack >/dev/null || exit 0; ` +
  'while read -r a; do case $a in *:*) f=ipv6;; *) f=ipv4;; esac; ' +
  'n=$( { $s conntrack -D -f $f -s "$a"; $s conntrack -D -f $f -r "$a"; } 2>/dev/null | wc -l); echo "$a $n"; done'

/** Is the tool there? Without it the cut rule alone ends what is live, which takes until the programs notice. */
export const ASK_CONNTRACK: Question = {
  name: 'live connections',
  command: 'PATH=$PATH:/usr/sbin:/sbin; command -v conntrack || echo none',
  judge(said) {
    const detail = said.startsWith('/')
      ? `${said.trim()} ends them`
      : 'the cut rule stops them; with conntrack (on Debian: apt-get install conntrack) they end at once'
    return [{ name: 'live connections', ok: true, detail }]
  },
}
