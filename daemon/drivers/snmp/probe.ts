// What this folder offers: CPEs asked themselves, and the tables of who is registered at a MikroTik. One for a thread: all that
// it asks goes through one socket and one window. Whoever opens it closes it.

import type { CpeProbe, TableProbe } from '../../../core/probe.ts'
import { readCpe } from './airos.ts'
import { readTable } from './mikrotik.ts'
import type { Line } from './session.ts'
import { SharedSocket } from './socket.ts'
import { Window } from './window.ts'

export interface SnmpProbe {
  /** Ubiquiti airMAX. */
  readCpe: CpeProbe
  /** MikroTik. */
  readTable: TableProbe
  /** Sockets opened so far, and the most questions in flight at once. */
  stats(): { sockets: number; strangers: number; mostInFlight: number }
  /** What is under way ends as unreachable. */
  close(): Promise<void>
}

export function openSnmp(window = new Window()): SnmpProbe {
  const line: Line = { socket: new SharedSocket(), window }
  return {
    readCpe: (access, signal) => readCpe(line, access, signal),
    readTable: (access, macs, signal) => readTable(line, access, macs, signal),
    stats: () => ({ sockets: line.socket.stats.opened, strangers: line.socket.stats.strangers, mostInFlight: window.most }),
    close: () => line.socket.close(),
  }
}
