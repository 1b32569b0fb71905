// Spanish of Argentina: what customers read unless their browser prefers another language of ours. It says *vos*.

import type { Text } from './text.ts'

export const esAr: Text = {
  lang: 'es-AR',
  weekdays: ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom'],
  months: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
  day: (weekday, number, month) => `${weekday} ${number} ${month}`,
  states: { served: 'Con servicio', cut: 'Cortado', promise: 'Compromiso' },
  notice: {
    yourProvider: 'Tu proveedor de Internet',
    headings: {
      owes: 'Tenés una factura por pagar',
      overdue: 'Tenés un pago vencido',
      cut: 'Tu Internet está cortado por falta de pago',
      suspended: 'Tu Internet está suspendido',
      returning: 'Tu Internet está volviendo',
      served: 'Tu servicio está activo',
      unknown: 'Aviso de tu proveedor de Internet',
    },
    account: (code) => `Cliente ${code}`,
    total: 'Total a pagar',
    toReturn: 'Deuda vencida',
    overdue: 'Vencido',
    coming: 'Por vencer',
    dueOn: (day) => `Vence el ${day}`,
    wasDueOn: (day) => `Venció el ${day}`,
    cutOn: (day, hour) => `Si no recibimos el pago, el servicio se corta el ${day} a las ${hour}.`,
    cutAnyTime: 'Si no recibimos el pago, el servicio se va a cortar.',
    returnsByItself: 'Cuando registremos tu pago, el servicio vuelve solo. No hace falta que llames ni que reinicies nada.',
    alreadyPaid: 'Si ya pagaste, no tenés que hacer nada: este aviso deja de aparecer cuando registremos el pago.',
    suspended: 'Comunicate con nosotros y te contamos cómo volver a activarlo.',
    returning: 'Ya dimos la orden de reactivarlo. Suele tardar unos segundos: esperá un momento y probá de nuevo.',
    served: 'No hay nada que tengas que hacer. Podés seguir navegando.',
    servedOwing: (amount) => `Tu saldo es de ${amount}. Podés seguir navegando.`,
    promised: (day) => `Tenés un compromiso de pago hasta el ${day}.`,
    unknown:
      'No pudimos reconocer desde qué conexión entrás, así que no mostramos datos de nadie. Si tu Internet no funciona, comunicate con tu proveedor.',
    noticed:
      'Hay un saldo por pagar en una conexión que tenía esta dirección hace un momento. No podemos asegurar que sea la tuya, así que no mostramos datos de nadie: consultá tu saldo con tu proveedor. Este aviso se va solo.',
    howToPay: 'Cómo pagar',
    online: 'Por Internet',
    payNow: 'Pagar ahora',
    portal: 'En el portal de clientes',
    openPortal: 'Entrar al portal',
    transfer: 'Por transferencia',
    counter: 'En persona',
    askHow: 'Comunicate con nosotros y te decimos cómo pagar.',
    sayCode: (code) => `Al pagar, indicá tu número de cliente: ${code}.`,
    contact: '¿Dudas? Llamanos:',
    goOn: 'Continuar navegando',
    goOnHint: (seconds) =>
      `El aviso se retira solo en ${seconds} ${seconds === 1 ? 'segundo' : 'segundos'}. Después, tocá acá para seguir a donde ibas.`,
    tryAgain: 'Probar de nuevo',
    asksNothing: 'Esta página solo informa: no pide contraseñas ni datos de tarjetas.',
  },
}
