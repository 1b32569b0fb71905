// Auditoría: quién hizo qué, y quién miró contraseñas. Cada renglón es una oración; lo que no tiene una se muestra con sus datos.

type Facts = Record<string, string>

const list = (text: string | undefined) => (text ?? '').split(',').filter(Boolean).join(', ')
const comment = (f: Facts) => (f.comment ? `: «${f.comment}»` : '')
const or = (text: string | undefined) => text || 'vacío'
const snmpOf = (whose: string) => (whose === 'cpes' ? 'de los CPE' : `de ${whose}`)

export const audit = {
  title: 'Auditoría',
  lead: 'Quién hizo qué, cuándo y desde dónde, y quién miró contraseñas. Lo más nuevo arriba.',
  table: 'Registro de auditoría',
  filter: 'Filtrar',
  clear: 'Limpiar',
  fields: {
    quien: 'Quién',
    que: 'Qué',
    cliente: 'Código de cliente',
    desde: 'Desde el día',
    hasta: 'Hasta el día',
    programa: 'Incluir lo que hizo el programa solo, y las órdenes de cada corte',
  },
  any: 'Todos',
  anything: 'Todo',
  columns: { at: 'Cuándo', who: 'Quién', what: 'Qué', customer: 'Cliente' },
  none: 'Nada coincide con este filtro.',
  noneHint: 'Probá con más días, o quitá alguna condición.',
  noCustomer: (code: string) => `No hay ningún cliente con el código «${code}».`,
  next: 'Más viejos',
  first: 'Volver a lo último',
  export: 'Descargar CSV',
  file: 'auditoria',
  whats: {
    'logged-in': 'Ingresos',
    'log-in-failed': 'Ingresos fallidos',
    'totp-on': 'Segundo factor activado',
    'person-added': 'Usuarios agregados',
    'person-changed': 'Usuarios modificados',
    'person-password': 'Contraseñas de usuarios',
    'sessions-ended': 'Sesiones cerradas',
    'role-saved': 'Roles guardados',
    'role-removed': 'Roles eliminados',
    exported: 'Descargas e impresiones',
    setting: 'Configuración',
    'secret-seen': 'Contraseñas miradas',
    'radius-token': 'Clave de FreeRADIUS',
    'balance-rebuilt': 'Saldos reconstruidos',
    removed: 'Bajas',
    'postal-code-added': 'Códigos postales agregados',
    'postal-code-changed': 'Códigos postales cambiados',
    'postal-code-removed': 'Códigos postales quitados',
    'status-added': 'Estados agregados',
    'status-renamed': 'Estados renombrados',
    'status-removed': 'Estados quitados',
  },
  /** Con los datos del renglón, ya escritos. */
  sentences: {
    'logged-in': (f: Facts) => `Ingresó desde ${or(f.address)}.`,
    'log-in-failed': (f: Facts) =>
      `${f.part === 'own-password' ? 'No supo su contraseña al querer cambiarla,' : 'No pudo ingresar'} desde ${or(f.address)}: ${f.part === 'code' ? 'código incorrecto' : 'contraseña incorrecta'}, intento ${or(f.failures)}.`,
    exported: (f: Facts) => {
      const whats: Record<string, string> = { customers: 'clientes', plan: 'el plan de un día', audit: 'la auditoría' }
      const verb = f.form === 'print' ? 'Imprimió' : 'Descargó'
      return `${verb} ${whats[f.kind ?? ''] ?? or(f.kind)}${f.form === 'print' ? '' : ` como ${or(f.form).toUpperCase()}`}${f.query ? ` (${f.query})` : ', todo'}.`
    },
    'totp-on': () => 'Activó su segundo factor.',
    'person-added': (f: Facts) => `Agregó al usuario ${or(f.username)} como ${or(f.role)}.`,
    'person-changed': (f: Facts) => {
      const parts = [
        f.name && `nombre ${f.name}`,
        f.email && `correo ${f.email}`,
        f.role && `rol ${f.role}`,
        f.collector && `cobrador ${f.collector}`,
        f.disabled && (f.disabled === 'true' ? 'deshabilitado' : 'habilitado'),
        f.withoutTotp && 'sin segundo factor',
      ].filter(Boolean)
      return `Cambió al usuario ${or(f.username)}: ${parts.join(', ') || 'datos'}.`
    },
    'person-password': (f: Facts) => `Puso una contraseña nueva al usuario ${or(f.username)}.`,
    'sessions-ended': (f: Facts) => `Cerró ${or(f.count)} sesiones de ${or(f.username)}.`,
    'role-saved': (f: Facts) =>
      `Guardó el rol ${or(f.name)}${f.was === undefined ? '' : ` (antes ${f.was})`}${f.ownCustomers === 'true' ? ', solo con sus propios clientes' : ''}: ${list(f.permissions) || 'sin permisos'}.`,
    'role-removed': (f: Facts) => `Eliminó el rol ${or(f.name)}, que nadie tenía: ${list(f.permissions) || 'sin permisos'}.`,
    setting: (f: Facts) => `Cambió ${or(f.label ?? f.key)}: de ${or(f.from)} a ${or(f.to)}.`,
    'secret-seen': (f: Facts) =>
      f.secret === 'portal-password'
        ? 'Miró la contraseña del portal.'
        : f.secret === 'connection-password'
          ? `Miró la contraseña de la conexión ${or(f.connection)}.`
          : `Miró ${or(f.secret ?? f.what)}.`,
    'note-added': () => 'Agregó una nota de gestión.',
    'file-added': (f: Facts) => `Subió el archivo ${or(f.name)}.`,
    'file-removed': (f: Facts) => `Borró el archivo ${or(f.name)}${comment(f)}.`,
    'order-cancelled': (f: Facts) =>
      `Se canceló ${f.connection ? `la orden de ${f.connection}` : 'una orden'}${f.router ? ` en ${f.router}` : ''}: ${or(f.reasonWord)}${comment(f)}.`,
    'radius-token': () => 'Hizo una clave para FreeRADIUS.',
    added: (f: Facts) => {
      if (f.promotion) return `Agregó la promoción «${f.promotion}» al plan ${or(f.plan)}, del ${or(f.from)} al ${or(f.to)}.`
      if (f.position) return `Agregó la contraseña ${f.position} de los CPE${f.username ? `, usuario ${f.username}` : ''}.`
      return `Agregó ${f.name ? `a ${f.name}` : or(f.connection ?? f.router ?? f.code ?? f.prefix ?? f.username)}.`
    },
    removed: (f: Facts) => {
      if (f.promotion) return `Quitó la promoción «${f.promotion}».`
      if (f.cpePassword) return `Quitó la contraseña ${f.cpePassword} de los CPE.`
      if (f.snmp) return `Quitó el acceso SNMP ${snmpOf(f.snmp)}.`
      return `Quitó ${or(f.router ?? f.site ?? f.plan ?? f.radiusClient ?? f.connection ?? f.name)}.`
    },
    'status-added': (f: Facts) => `Agregó el estado ${or(f.name)}.`,
    'status-renamed': (f: Facts) => `Renombró el estado ${or(f.from)}: ahora es ${or(f.to)}.`,
    'status-removed': (f: Facts) => `Quitó el estado ${or(f.name)}.`,
    'postal-code-added': (f: Facts) => `Agregó el código postal ${or(f.code)}${f.place ? `, ${f.place}` : ''}.`,
    'postal-code-changed': (f: Facts) => `Cambió un código postal: ${or(f.from)} por ${or(f.to)}.`,
    'postal-code-removed': (f: Facts) => `Quitó el código postal ${or(f.code)}${f.place ? `, ${f.place}` : ''}.`,
    edited: (f: Facts) => {
      if (f.snmp) return `Guardó el acceso SNMP ${snmpOf(f.snmp)}.`
      if (f.position) return `Cambió la contraseña ${f.position} de los CPE.`
      return `Modificó ${list(f.changed) || 'datos'}${f.router || f.connection ? ` de ${f.connection ?? f.router}` : ''}${f.import ? ` (importación ${f.import})` : ''}.`
    },
    deleted: (f: Facts) => `Eliminó al cliente; su código era ${or(f.from)}${comment(f)}.`,
    recoded: (f: Facts) => `Cambió el código de ${or(f.from)} a ${or(f.to)}${comment(f)}.`,
    'brought-back': (f: Facts) => `Recuperó al cliente con el código ${or(f.to)}${comment(f)}.`,
    payment: (f: Facts) => `Registró el pago ${or(f.number)}${f.amount ? ` de ${f.amount}` : ''}${comment(f)}.`,
    adjustment: (f: Facts) =>
      `Ajustó el saldo con ${or(f.kind)} ${or(f.number)}${f.amount ? ` de ${f.amount}` : ''}${comment(f)}.`,
    voided: (f: Facts) => `Anuló ${or(f.voids)} con ${or(f.kind)} ${or(f.number)}${comment(f)}.`,
    import: (f: Facts) => `Importó ${or(f.kind)} del archivo ${or(f.file)}: ${or(f.rows)} renglones.`,
    'cut-by-hand': (f: Facts) => `Cortó a mano${comment(f)}.`,
    'enabled-by-hand': (f: Facts) => `Habilitó a mano${f.endsOn ? ` hasta el ${f.endsOn}` : ''}${comment(f)}.`,
    'cut-ordered': (f: Facts) => `Orden de corte de ${or(f.connection)} en ${or(f.router)}: ${or(f.reasonWord)}.`,
    'restore-ordered': (f: Facts) => `Orden de rehabilitar ${or(f.connection)} en ${or(f.router)}: ${or(f.reasonWord)}.`,
    'promise-saved': (f: Facts) => `Guardó un compromiso para el ${or(f.promisedOn)}${comment(f)}.`,
    'promise-withdrawn': (f: Facts) => `Retiró el compromiso del ${or(f.promisedOn)}.`,
    'promise-replaced': (f: Facts) => `Reemplazó el compromiso del ${or(f.promisedOn)}.`,
  },
}
