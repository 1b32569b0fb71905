// Los avisos, según de qué son: qué pasa y qué hacer.

export const alerts = {
  'nas-silent': (names: string) =>
    `Dejó de llegar el accounting de RADIUS de ${names}. Fijate que el NAS esté encendido, que llegue a este servidor y que tenga el mismo secreto.`,
  'router-sick': (router: string, fault: string) =>
    `Al router ${router} se lo deja en paz un rato y sus órdenes esperan. ${fault} Probalo desde su página.`,
  'cuts-held': (newCuts: string, orderedToday: string, allowed: string) =>
    `La corrida iba a cortar ${newCuts === '1' ? '1 conexión' : `${newCuts} conexiones`} (ya ordenadas hoy: ${orderedToday}; permitidas: ${allowed}) y no se cortó a nadie. Mirá el plan en Cortes y, si está bien, confirmá la cantidad.`,
  'foreign-cut': (connection: string, router: string, seen: string) =>
    `Hay que servir a ${connection}, y en ${router} la corta una entrada que no es nuestra: ${seen}. Si no va, quitala en el router.`,
  'promise-unenforced': (promisedOn: string, until: string) =>
    `El corte por el compromiso del ${promisedOn} no se pudo comprobar hasta el ${until}. Mirá en sus conexiones por qué. La deuda lo sigue cortando.`,
  'clock-behind': (clock: string, lastRun: string) =>
    `El reloj del servidor dice ${clock}, y ya hubo una corrida el ${lastRun}: hasta entonces nadie se corta por deuda. Poné en hora el servidor.`,
  'cpe-replaced': (connection: string, customer: string) =>
    `El CPE de ${connection} mostró otra clave SSH que la conocida, y no se le mandó ninguna contraseña. Si lo cambiaron o lo reiniciaron de fábrica: ispcube cpe set ${customer} --forget-key.`,
}

export const alertParts = {
  nas: (nas: string, sessions: number, heard: string) =>
    `${nas} (${sessions === 1 ? '1 sesión' : `${sessions} sesiones`}, último dato el ${heard})`,
  more: (count: number) => (count === 1 ? 'y uno más' : `y ${count} más`),
}
