// Cobros: los pagos de un día.
export const takings = {
    title: 'Cobros',
    day: 'Día',
    show: 'Ver',
    count: (count, amount) => `${count === '1' ? '1 pago' : `${count} pagos`}, ${amount}`,
    most: (most) => `Se muestran los primeros ${most}.`,
    none: 'Ese día no se registró ningún pago.',
    voided: 'anulado',
    columns: { number: 'Recibo', customer: 'Cliente', name: 'Nombre', amount: 'Importe', by: 'Registró', comment: 'Comentario' },
};
