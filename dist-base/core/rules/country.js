// What varies by the country of the ISP: which papers identify a customer and how he stands with the tax office. The words are
// those that people there use and are stored as they stand; numbers of other papers are kept as they were written.
export const COUNTRIES = {
    AR: {
        idTypes: ['DNI', 'CUIT', 'CUIL', 'Pasaporte'],
        customerTypes: ['Consumidor final', 'Responsable inscripto', 'Monotributo', 'Exento', 'No categorizado'],
    },
    CL: { idTypes: ['RUT', 'Pasaporte'], customerTypes: ['Persona natural', 'Empresa'] },
    ES: { idTypes: ['NIF', 'NIE', 'CIF', 'Pasaporte'], customerTypes: ['Particular', 'Autónomo', 'Empresa'] },
    UY: { idTypes: ['CI', 'RUT (UY)', 'Pasaporte'], customerTypes: ['Consumidor final', 'Empresa'] },
    PY: { idTypes: ['CI', 'RUC', 'Pasaporte'], customerTypes: ['Consumidor final', 'Contribuyente'] },
    MX: { idTypes: ['RFC', 'CURP', 'Pasaporte'], customerTypes: ['Persona física', 'Persona moral'] },
    PE: { idTypes: ['DNI (PE)', 'RUC', 'Pasaporte'], customerTypes: ['Persona natural', 'Empresa'] },
};
export const isCountry = (text) => Object.hasOwn(COUNTRIES, text);
