// Mi cuenta: contraseña, segundo factor, sesiones abiertas.

export const account = {
  title: 'Mi cuenta',
  you: (name: string, role: string) => `${name}, ${role}`,
  password: {
    title: 'Contraseña',
    due: 'Tu contraseña la puso otra persona: elegí una que solo vos conozcas para seguir.',
    current: 'Contraseña actual',
    next: 'Contraseña nueva',
    hint: 'Al menos 10 caracteres. Una frase corta es más fácil de recordar que un jeroglífico.',
    repeat: 'Repetir la contraseña nueva',
    submit: 'Cambiar contraseña',
    done: 'Contraseña cambiada. Las demás sesiones se cerraron.',
    wrong: 'No es tu contraseña actual.',
    differs: 'No coincide con la contraseña nueva.',
    mistakes: {
      short: 'Necesita al menos 10 caracteres.',
      long: 'Puede tener 200 caracteres como máximo.',
      'like-username': 'No puede contener tu nombre de usuario.',
    },
  },
  totp: {
    title: 'Segundo factor',
    on: 'Activado: al ingresar se pide además un código de tu teléfono.',
    off: 'Desactivado: alcanza con la contraseña.',
    start: 'Activar segundo factor',
    scan: 'Escaneá este código con una aplicación de autenticación y escribí los 6 dígitos que muestra.',
    byHand: 'O cargá esta clave a mano:',
    code: 'Código de 6 dígitos',
    submit: 'Activar',
    wrong: 'Ese código no corresponde. Revisá la hora del teléfono y probá con el siguiente.',
    done: 'Segundo factor activado.',
  },
  sessions: {
    title: 'Sesiones abiertas',
    since: 'Desde',
    address: 'Dirección',
    browser: 'Navegador',
    this: 'esta',
    end: 'Cerrar las demás',
    ended: (count: number) => (count === 1 ? 'Se cerró una sesión.' : `Se cerraron ${count} sesiones.`),
  },
}
