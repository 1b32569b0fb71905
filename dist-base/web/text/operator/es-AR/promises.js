// Compromisos de pago y avisos: las listas.
export const promises = {
    title: 'Compromisos',
    which: { hoy: 'Para hoy', pendientes: 'Pendientes', incumplidos: 'Incumplidos', 'sin-cortar': 'Sin poder cortarse' },
    lead: {
        hoy: 'Los que se comprometieron para hoy. A la hora del control, quien no pagó se corta.',
        pendientes: 'Todos los que esperan su control, el más cercano primero.',
        incumplidos: 'No pagaron: se cortan, y si no se puede se reintenta cinco días.',
        'sin-cortar': 'Pasaron los cinco días y en la última semana no se pudo comprobar el corte. La deuda sigue cortando.',
    },
    count: (count) => (count === '1' ? '1 compromiso' : `${count} compromisos`),
    most: (most) => `Se muestran los primeros ${most}.`,
    none: 'Ninguno.',
    columns: {
        day: 'Fecha',
        customer: 'Cliente',
        name: 'Nombre',
        state: 'Estado',
        balance: 'Saldo',
        source: 'Lo cargó',
        comment: 'Comentario',
        actions: 'Acciones',
    },
    portal: 'el cliente, en el portal',
    change: 'Cambiar',
    alerts: {
        title: 'Avisos',
        lead: 'Lo que alguien tiene que mirar, lo más nuevo primero.',
        none: 'No hay avisos.',
        older: 'Anteriores',
        newest: 'Volver a lo más nuevo',
        run: (id) => `Corrida ${id}`,
    },
};
