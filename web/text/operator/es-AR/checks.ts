// Lo que se revisa al probar un router: qué es, y qué significa que esté bien o mal.

import type { CheckName } from '../../../../core/driver.ts'

export const checks = {
  'log-in': {
    name: 'Ingreso',
    ok: 'Contesta y nos acepta.',
    no: 'No nos acepta o no contesta: revisá dirección, puerto, usuario y clave o, si es un NAS, el secreto de RADIUS.',
  },
  session: { name: 'Conexión', ok: 'Se mantuvo.', no: 'Se cortó en medio de la prueba: probá de nuevo.' },
  version: { name: 'Versión', ok: 'Sirve.', no: 'Es demasiado vieja: hace falta RouterOS 6 o posterior.' },
  encryption: { name: 'Cifrado', ok: 'Con TLS, la clave viaja cifrada; sin TLS, cualquiera en el camino puede leerla.', no: '' },
  'host key': { name: 'Clave de host', ok: 'Es la que se conoce, o se guarda ahora.', no: '' },
  reading: {
    name: 'Lectura',
    ok: 'Se leen las tablas que hacen falta.',
    no: 'El usuario no puede leer todo lo que hace falta: dale a su grupo las políticas api, read y write.',
  },
  writing: {
    name: 'Escritura',
    ok: 'El usuario puede escribir, o se va a saber con el primer corte.',
    no: 'El usuario no puede escribir: dale permiso. En MikroTik, su grupo necesita las políticas api, read y write.',
  },
  'cut rule': {
    name: 'Regla de corte',
    ok: 'Un corte hace efecto enseguida.',
    no: 'Un corte no haría efecto: falta la regla, o arriba hay otra que deja pasar. Pegá las líneas de la página del router.',
  },
  'cut rule IPv6': {
    name: 'Regla de corte, IPv6',
    ok: 'Un corte hace efecto enseguida, o este router no usa IPv6.',
    no: 'En IPv6 un corte no haría efecto: falta la regla, o arriba hay otra que deja pasar. Pegá las líneas de la página del router.',
  },
  'own rules': {
    name: 'Regla de corte',
    ok: 'La plantilla es propia: que la lista corte, y por encima de lo que deja pasar conexiones, queda de tu lado.',
    no: '',
  },
  fasttrack: {
    name: 'FastTrack',
    ok: 'No deja pasar a quien está cortado.',
    no: 'Deja pasar a quien está cortado o limitado. Pegá las líneas de la página del router.',
  },
  flowtables: {
    name: 'Flowtables',
    ok: 'No hay: todo pasa por la regla de corte.',
    no: 'Lo que ya está en curso puede seguir aunque se corte: dejá afuera a los clientes, o instalá conntrack.',
  },
  'live connections': {
    name: 'Conexiones en curso',
    ok: 'Un corte las frena; con conntrack instalado se cierran en el momento.',
    no: 'No se pudo saber si un corte las cierra.',
  },
  'notice rule': {
    name: 'Regla del preaviso',
    ok: 'Los preavisos se muestran, o no se usan.',
    no: 'Nadie vería los preavisos: falta la regla, o hay otra antes. Pegá las líneas de la página del router.',
  },
  driver: { name: 'Sin acceso', ok: 'A este router no se le manda nada.', no: '' },
  list: {
    name: 'Lista',
    ok: 'Está y se puede leer.',
    no: 'No está o no se puede leer. Cargá las líneas de la página del router.',
  },
} satisfies Record<Exclude<CheckName, `list ${string}`> | 'list', { name: string; ok: string; no: string }>
