// El tráfico de un cliente.
export const traffic = {
    title: 'Tráfico',
    span: 'Período',
    spans: { day: 'Día', week: 'Semana', month: 'Mes', year: 'Año' },
    earlier: 'Anterior',
    later: 'Siguiente',
    which: 'Conexión',
    all: 'todas',
    between: (from, to) => `Del ${from} al ${to}`,
    steps: { '5m': 'cada 5 minutos', hour: 'por hora', day: 'por día' },
    down: 'Bajada',
    up: 'Subida',
    legend: { down: 'Bajada, arriba de la línea', up: 'Subida, abajo de la línea' },
    picture: (down, up) => `Gráfico de tráfico: la bajada hacia arriba y la subida hacia abajo. En total bajó ${down} y subió ${up}. La tabla tiene cada valor.`,
    total: (down, up) => `Bajó ${down} y subió ${up}.`,
    peak: (down, downWhen, up, upWhen) => `El pico de bajada fue de ${down} (${downWhen}) y el de subida de ${up} (${upWhen}).`,
    nothing: 'No hubo tráfico en este período.',
    nothingHint: 'Puede que no haya estado conectado, o que el registro de esos días ya se haya borrado. Probá con otro período.',
    showTable: 'Ver los valores en una tabla',
    hideTable: 'Ocultar la tabla',
    table: 'Valores',
    columns: { when: 'Desde', down: 'Bajada', up: 'Subida', downRate: 'Velocidad de bajada', upRate: 'Velocidad de subida' },
    none: {
        'no-radius': {
            title: 'Sin RADIUS no hay gráfico de tráfico',
            text: 'El tráfico se arma con el accounting de RADIUS y ningún equipo lo está enviando. Cuando un NAS lo envíe (ispcube radius client add), aparece acá solo.',
        },
        'no-user': {
            title: 'Este cliente no usa RADIUS',
            text: 'Sus conexiones no tienen usuario de PPPoE, hotspot o RADIUS, y el accounting identifica el tráfico por el usuario.',
        },
        'not-heard': {
            title: 'Todavía no llegó tráfico de este cliente',
            text: 'Tiene usuario, pero el accounting de RADIUS aún no contó ninguna sesión suya. Aparece con la primera.',
        },
    },
};
