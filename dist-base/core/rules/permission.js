// What people may do on the pages, and the roles that come with the program. A role is a set of permissions; a permission names
// a deed, not a page, so a page shows what its reader may do and every act of it is asked for again when it is done. Pure.
/** In the order in which the page of a role shows them. */
export const PERMISSIONS = [
    'customers.see',
    'customers.edit',
    'customers.delete',
    'customers.export',
    'notes.write',
    'secrets.see',
    'payments.enter',
    'documents.adjust',
    'promises.set',
    'service.change',
    'runs.start',
    'network.see',
    'network.edit',
    'templates.edit',
    'settings.edit',
    'people.edit',
    'audit.see',
];
export const isPermission = (text) => PERMISSIONS.includes(text);
/** May everything: it cannot be changed, so that nobody locks everybody out. */
export const ADMIN_ROLE = 'administrador';
const COUNTER = [
    ...['customers.see', 'customers.edit', 'customers.export', 'notes.write', 'payments.enter', 'promises.set'],
    ...['service.change', 'network.see'],
];
/** What is about all customers at once: nobody has it who sees only his own. */
export const ABOUT_ALL = ['runs.start', 'audit.see'];
/** Made with the database; an ISP may change all but the first, and make its own. */
export const FIRST_ROLES = [
    { name: ADMIN_ROLE, permissions: PERMISSIONS, ownCustomers: false },
    {
        name: 'supervisor',
        permissions: [
            ...COUNTER,
            ...['customers.delete', 'secrets.see', 'documents.adjust', 'runs.start', 'templates.edit', 'audit.see'],
        ],
        ownCustomers: false,
    },
    { name: 'operador', permissions: COUNTER, ownCustomers: false },
    { name: 'cobrador', permissions: ['customers.see', 'payments.enter'], ownCustomers: true },
    { name: 'técnico', permissions: ['customers.see', 'notes.write', 'network.see'], ownCustomers: false },
];
/** What a stored list holds that this program knows; what an older or newer one wrote beside is nobody's permission. */
export function readPermissions(stored) {
    const names = JSON.parse(stored);
    return Array.isArray(names) ? PERMISSIONS.filter((permission) => names.includes(permission)) : [];
}
