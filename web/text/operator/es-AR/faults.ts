// Lo que no salió, según el código de la falla: qué pasó y qué hacer.

import type { FaultCode } from '../../../../core/fault.ts'

export const faults = {
  'input-invalid': 'Hay un dato que falta o está mal escrito: revisá los del router y los de la conexión.',
  'record-missing': 'Lo que hacía falta ya no está registrado: puede que lo hayan quitado.',
  'record-conflict':
    'Lo registrado se contradice y así no se puede hacer: revisá el usuario y la dirección de la conexión, que no pueden ser de varias.',
  'not-allowed': 'Quien lo pidió no tiene permiso para eso.',
  'form-foreign': 'El formulario se envió desde otra sesión. Volvé a abrirlo y repetí la operación.',
  'too-many': 'Llegaron demasiados pedidos juntos. Esperá un minuto y probá de nuevo.',
  'guard-refused': 'El freno lo detuvo: eran más cortes que los permitidos sin confirmar.',
  'lock-held': 'Otro proceso está haciendo lo mismo. Esperá a que termine y probá de nuevo.',
  'store-busy': 'La base de datos está ocupada. Suele durar unos segundos: probá de nuevo.',
  'store-full': 'No queda lugar en el disco de la base de datos. Avisale a quien administra el sistema.',
  'store-newer': 'La base de datos es de una versión más nueva que el programa. Avisale a quien administra el sistema.',
  'secret-unreadable': 'La clave guardada no se puede abrir con la clave secreta actual. Hay que cargarla de nuevo.',
  'device-unreachable': 'No se llega al router: está apagado, sin enlace, o la dirección o el puerto son otros.',
  'device-silent': 'El router atendió y no terminó de contestar.',
  'device-login': 'El router no acepta el usuario y la clave, o muestra otra identidad que la guardada.',
  'device-refused': 'El router entendió y se negó. Probalo desde su página para ver qué le falta.',
  'device-garbled': 'El router contestó algo que no se entiende: puede que en ese puerto haya otro servicio.',
} satisfies Record<FaultCode, string>

/** Lo mismo cuando el equipo es el CPE de un cliente, o la radio que lo atiende. */
export const cpeFaults = {
  'secret-unreadable': 'Las claves de CPE guardadas no se pueden abrir con la clave secreta actual. Hay que cargarlas de nuevo.',
  'device-unreachable': 'Está apagado, sin enlace, o su dirección o su panel son otros.',
  'device-silent': 'Atendió y no terminó de contestar.',
  'device-login': 'Ninguna de las claves de CPE abre. Revisalas en Configuración de CPE.',
  'device-refused':
    'Se negó, o mostró otra identidad que la vez anterior: puede que lo hayan reemplazado o reiniciado de fábrica.',
  'device-garbled': 'Contestó algo que no se entiende: puede que en esa dirección haya otro equipo.',
} satisfies Partial<Record<FaultCode, string>>
