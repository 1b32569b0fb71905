// El marco de todas las páginas, el ingreso y lo que se dice cuando algo sale mal.

export const menu = {
  today: 'Hoy',
  customers: 'Clientes',
  cuts: 'Cortes',
  takings: 'Cobros',
  promises: 'Compromisos',
  alerts: 'Avisos',
  network: 'Red',
  map: 'Mapa',
  people: 'Usuarios',
  audit: 'Auditoría',
  settings: 'Configuración',
}

export const shell = {
  skip: 'Ir al contenido',
  menu: 'Menú',
  find: 'Buscar cliente',
  findHint: 'Código, nombre, documento, teléfono, IP, MAC, usuario o domicilio',
  account: 'Mi cuenta',
  logOut: 'Salir',
  language: 'Idioma',
  languages: { 'es-AR': 'Español', en: 'English' },
  theme: 'Aspecto',
  themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
  apply: 'Aplicar',
  save: 'Guardar',
  cancel: 'Cancelar',
  close: 'Cerrar',
  mistakes: (count: number) => (count === 1 ? 'Hay un dato para corregir' : `Hay ${count} datos para corregir`),
}

export const logIn = {
  title: 'Ingresar',
  username: 'Usuario',
  password: 'Contraseña',
  submit: 'Ingresar',
  wrong: 'El usuario o la contraseña no son correctos.',
  locked: (minutes: number) =>
    `Hubo demasiados intentos con este usuario. Esperá ${minutes === 1 ? 'un minuto' : `${minutes} minutos`} y probá de nuevo.`,
  codeTitle: 'Código de verificación',
  code: 'Código de 6 dígitos',
  codeHint: 'Lo muestra la aplicación de autenticación de tu teléfono.',
  codeSubmit: 'Verificar',
  codeWrong: 'El código no es correcto o ya se usó. Esperá a que la aplicación muestre el siguiente.',
  again: 'Volver al ingreso',
  lost: '¿Perdiste el teléfono? Pedile a un administrador que quite el segundo factor de tu usuario.',
}

export const trouble = {
  'not-allowed': {
    title: 'No tenés permiso',
    text: 'Tu rol no permite hacer esto. Si lo necesitás, pedíselo a quien administra los usuarios.',
  },
  'form-foreign': {
    title: 'El formulario venció',
    text: 'La página se abrió en otra sesión o hace mucho tiempo. No se guardó nada: volvé a abrirla y repetí la operación.',
  },
  'too-many': {
    title: 'Demasiados pedidos',
    text: 'Desde esta dirección llegaron demasiados pedidos en poco tiempo. Esperá un minuto y probá de nuevo.',
  },
  missing: {
    title: 'No encontramos esta página',
    text: 'Puede que la dirección esté mal escrita o que lo que buscás ya no exista.',
  },
  invalid: { title: 'No pudimos hacerlo', text: 'No se guardó nada. Volvé atrás, revisá los datos y probá de nuevo.' },
  busy: {
    title: 'La base de datos está ocupada',
    text: 'No se guardó nada. Suele durar unos segundos: esperá un momento y probá de nuevo.',
  },
  bug: {
    title: 'Algo falló de nuestro lado',
    text: 'No se guardó nada. Si vuelve a pasar, avisá a quien administra el sistema con este número:',
  },
  /** Lo que sigue está escrito por el programa, siempre en inglés. */
  detail: 'Detalle técnico (en inglés)',
  home: 'Ir al inicio',
}
