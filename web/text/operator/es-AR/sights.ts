// Lo que se leyó en el equipo, en el recibo de una orden y en las diferencias.

import type { SightPhrase } from '../../../../core/rules/sight.ts'

type Parts = Record<string, string>

const connections = (count: string | undefined) => (count === '1' ? 'se cerró 1 conexión' : `se cerraron ${count} conexiones`)

export const sights = {
  'not-listed': (f: Parts) => `${f.address} no está en ${f.list}`,
  'foreign-entry': (f: Parts) => `${f.id} ${f.list} ${f.address} (comentario «${f.comment}»)`,
  'list-entry': (f: Parts) => `${f.list} ${f.address} (comentario «${f.comment}»)`,
  'bare-entry': (f: Parts) => `${f.list} ${f.address} (sin comentario)`,
  'for-a-time': () => 'solo por un rato',
  'no-lease': (f: Parts) => `no hay lease para ${f.of}`,
  'no-secret': (f: Parts) => `no hay secret ${f.user}`,
  'no-hotspot-user': (f: Parts) => `no hay usuario de hotspot ${f.user}`,
  'no-queue': (f: Parts) => `no hay cola para ${f.of}`,
  disabled: (f: Parts) => `${f.id} ${f.user} deshabilitado`,
  enabled: (f: Parts) => `${f.id} ${f.user} habilitado`,
  blocked: (f: Parts) => `${f.id} ${f.address} bloqueado`,
  served: (f: Parts) => `${f.id} ${f.address} con servicio`,
  'no-session': () => 'sin sesión',
  'none-of-ours': () => 'nada nuestro',
  'ended-one': () => connections('1'),
  ended: (f: Parts) => connections(f.count),
  'not-ended': (f: Parts) => `no se cerraron sus conexiones: «${f.why}»`,
  'no-open-session': () => 'sin sesión abierta',
  'let-in': () => 'el próximo ingreso se acepta',
  'began-under-it': (f: Parts) => `la sesión ${f.session} empezó después de la orden, el ${f.at}`,
  'open-since': (f: Parts) => `sesión ${f.session} abierta desde el ${f.at}`,
  'session-stopped': (f: Parts) => `la sesión ${f.session} terminó el ${f.at} (lo dijo el NAS${f.cause})`,
  'session-left': (f: Parts) => `la sesión ${f.session} terminó el ${f.at} (el NAS empezó de nuevo${f.cause})`,
  'session-lost': (f: Parts) => `la sesión ${f.session} terminó el ${f.at} (no se supo más de ella${f.cause})`,
  'end-acknowledged': (f: Parts) => `${f.nas} aceptó cerrar una sesión de ${f.user}`,
  'nas-has-none': (f: Parts) => `${f.nas} no tiene ninguna sesión de ${f.user} (${f.cause})`,
  'nas-has-not': (f: Parts) => `${f.nas} no tiene la sesión ${f.session} (${f.cause})`,
  'session-of': (f: Parts) => `una sesión de ${f.user}`,
  session: (f: Parts) => `sesión ${f.session}`,
} satisfies Record<SightPhrase, (parts: Parts) => string>
