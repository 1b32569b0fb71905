// La señal de las conexiones de un cliente.

export const signal = {
  title: 'Señal',
  noConnections: 'No tiene conexiones, así que no hay nada que medir.',
  report: 'Informe CPE',
  readTable: 'Señal',
  visits: (host: string) => `Se le pregunta al CPE, en ${host}.`,
  looksUp: (mac: string, router: string, isPanel: boolean) =>
    `Se busca ${mac} en la tabla de registro inalámbrico de ${isPanel ? `${router}, su NAS (panel)` : router}.`,
  noWay: {
    closed: 'La conexión está fuera de servicio: no se mide.',
    'no-address':
      'El CPE no tiene dirección. Cargale una en la conexión (CPE o IP), o que se conecte por RADIUS: se usa la última que vio el accounting.',
    'no-mac':
      'No es Ubiquiti, así que se lo busca por MAC en la tabla del panel, y la conexión no tiene MAC. Si es Ubiquiti, decilo en la conexión.',
    'no-router': 'La conexión no tiene router ni NAS (panel) a cuya tabla preguntarle.',
  },
  readAt: (when: string, source: string) => `Leído el ${when}, ${source}.`,
  beforeAt: (when: string) => `La marca fina es la lectura anterior, del ${when}.`,
  sources: {
    ssh: 'del propio CPE por SSH',
    snmp: 'del propio CPE por SNMP',
    'table-api': 'de la tabla de registro por API',
    'table-snmp': 'de la tabla de registro por SNMP',
  },
  dials: { signal: 'Señal', heard: 'Cómo lo oye el panel', ccq: 'CCQ', quality: 'Calidad airMAX', capacity: 'Capacidad airMAX' },
  grades: { good: 'buena', fair: 'regular', poor: 'mala' },
  missing: 'el equipo no lo informa',
  before: (value: string) => `antes ${value}`,
  limits: (fair: string, good: string) => `mala por debajo de ${fair}, buena desde ${good}`,
  dial: (name: string, value: string, grade: string, before: string | null) =>
    `${name}: ${value}, ${grade}${before === null ? '' : `; antes ${before}`}`,
  dialMissing: (name: string) => `${name}: el equipo no lo informa`,
  facts: {
    noise: 'Ruido',
    snr: 'Señal sobre ruido',
    rates: 'Velocidad del enlace',
    distance: 'Distancia',
    frequency: 'Frecuencia',
    network: 'Red',
    uptime: 'Encendido hace',
    device: 'Equipo',
  },
  rates: (down: string, up: string) => `${down} de bajada, ${up} de subida`,
  untold: 'sin dato',
  neverHeard: 'Todavía no se leyó ninguna señal de esta conexión.',
  unheardSince: (when: string) => `Desde el ${when} no se lee ninguna señal de esta conexión.`,
  history: 'Historia de la señal',
  noHistory: 'No hay lecturas en este período.',
  historyPicture: (mean: string, best: string, worst: string) =>
    `Gráfico de la señal en el período: en promedio ${mean}, la mejor ${best}, la peor ${worst}.`,
  historyText: (mean: string, best: string, worst: string) => `En promedio ${mean}; la mejor ${best}, la peor ${worst}.`,
  noiseFloor: 'Piso de ruido',
  noNoise: 'Este equipo no informa el piso de ruido.',
  goodFrom: 'buena de acá para arriba',
  poorUnder: 'mala de acá para abajo',
}

/** Lo que se pregunta a un equipo y todavía no contestó, o no pudo. */
export const asked = {
  asking: {
    visit: 'Preguntándole al CPE… La página se actualiza sola.',
    table: 'Buscándolo en la tabla del panel… La página se actualiza sola.',
    router: 'Probando el router… La página se actualiza sola.',
  },
  untaken: 'El pedido espera, y todavía nadie lo tomó: puede que el servicio que habla con los equipos esté detenido.',
  expired:
    'Nadie contestó a tiempo: el servicio que habla con los equipos está detenido o muy ocupado. Avisale a quien administra el sistema.',
  noAccess:
    'No hay con qué preguntar: cargá una clave de CPE o un acceso SNMP en Configuración de CPE, o que su panel sea un MikroTik.',
  notRegistered: 'No está registrado en ninguna radio de ese router: está apagado, sin enlace, o enlazado a otro panel.',
  faults: {
    visit: {
      'device-unreachable': 'Nadie contesta en esa dirección: el CPE está apagado, sin enlace, o tiene otra dirección.',
      'device-silent': 'El CPE atendió y no dijo nada más. Si le acaban de dar corriente, esperá un minuto y probá de nuevo.',
      'device-login': 'Ninguna de las claves de CPE abre. Revisalas en Configuración de CPE.',
      'device-refused':
        'El CPE mostró otra identidad que la vez anterior, o no habla un cifrado permitido. Si lo reemplazaron o reiniciaron de fábrica, hay que olvidar la anterior (ispcube cpe set).',
      'device-garbled': 'Contestó algo que no es un estado de airOS: puede que en esa dirección haya otro equipo.',
      'secret-unreadable':
        'Las claves de CPE guardadas no se pueden abrir con la clave secreta actual. Hay que cargarlas de nuevo.',
    },
    table: {
      'device-unreachable': 'No se llega al router que tiene la tabla.',
      'device-silent': 'El router atendió y no terminó de contestar.',
      'device-login': 'El router no acepta el usuario y la clave que tenemos.',
      'device-refused': 'El router se negó a mostrar la tabla: puede que el usuario no tenga permiso de lectura.',
      'device-garbled': 'El router contestó algo que no se entiende.',
      'secret-unreadable':
        'La clave guardada del router no se puede abrir con la clave secreta actual. Hay que cargarla de nuevo.',
    },
    other: 'No se pudo preguntar.',
  },
}
