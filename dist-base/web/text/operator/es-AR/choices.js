// Las listas de donde se eligen datos de los clientes: estados y códigos postales.
export const choices = {
    statuses: {
        title: 'Estados',
        lead: 'Estados administrativos de los clientes. Cambiar de estado nunca corta ni habilita.',
        name: 'Estado',
        added: (name) => `Se agregó ${name}.`,
        none: 'Todavía no hay estados.',
    },
    postalCodes: {
        title: 'Códigos postales',
        lead: 'De esta tabla se elige el código postal de un cliente. También sirven códigos propios. Si está vacía, se acepta cualquiera.',
        code: 'Código',
        place: 'Localidad',
        added: (name) => `Se agregó ${name}.`,
        none: 'Todavía no hay códigos postales.',
    },
    add: 'Agregar',
    save: 'Guardar',
    remove: 'Quitar',
    renamed: (name, customers) => customers === 0
        ? `Se guardó ${name}.`
        : customers === 1
            ? `Se guardó ${name}, también en 1 cliente.`
            : `Se guardó ${name}, también en ${customers} clientes.`,
    removed: (name) => `Se quitó ${name}. Los clientes que lo tienen lo conservan.`,
    gone: 'Ya no estaba en la lista.',
    new: 'Nuevo',
    change: (name) => `Modificar ${name}`,
    counted: (count) => (count === 1 ? '1 en la lista' : `${count} en la lista`),
    mistakes: {
        text: 'Usá de 1 a 100 caracteres en una línea.',
        taken: 'Ya está en la lista.',
    },
};
