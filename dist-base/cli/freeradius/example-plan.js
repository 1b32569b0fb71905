// The installation of nobody, with whose secrets the copies in docs/freeradius are written.
export const EXAMPLE = {
    question: 'http://127.0.0.1:9464/radius/authorize',
    token: 'TOKEN',
    relay: { address: '127.0.0.1', port: 1814, secret: 'SECRET-OF-THE-RELAY' },
    clients: [
        { name: 'norte', prefix: '10.0.0.1', secret: 'SECRET-OF-NORTE' },
        { name: 'aps', prefix: '2001:db8::/32', secret: 'SECRET-OF-APS' },
    ],
    authPort: 1812,
    acctPort: 1813,
    sql: { host: '127.0.0.1', port: 5432, database: 'ispcube', login: 'ispcube_radius', password: 'PASSWORD-OF-THE-ROLE' },
};
