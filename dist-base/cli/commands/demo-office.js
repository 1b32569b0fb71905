// What the office of the demo's ISP keeps: its postal codes, and what colleagues wrote of customers who owe.
import { savePostalCode } from '../../core/acts/choices.js';
import { addNote } from '../../core/acts/notes.js';
import { listCustomers } from '../../core/store/customer-list.js';
import { TOWNS } from '../../fixtures/town-names.js';
const DAY_MS = 86_400_000;
const NOTED = 12;
const NOTES = [
    'Llamó por la factura. Se le explicó el aumento y quedó conforme.',
    'Dijo que paga el viernes en la oficina. Volver a llamar el lunes si no aparece.',
    'No atiende en ninguno de los dos teléfonos. Se dejó mensaje.',
    'Pide pasar al plan de 50 megas. Avisar cuando haya lugar en el panel.',
    'Se mudó a la vuelta: hay que correr la antena. Ver con técnica.',
];
export async function fillOffice({ wired }) {
    const { db } = wired;
    const told = wired.told();
    for (const { postalCode, city } of TOWNS)
        await savePostalCode(db, { id: null, code: postalCode, place: city }, told);
    const debtors = await listCustomers(db, { account: 'owes', order: 'debt', limit: NOTED });
    for (const [index, { code }] of debtors.entries())
        for (let back = index % 3; back >= 0; back--) {
            const text = NOTES[(index + back) % NOTES.length] ?? '';
            const at = told.now - (back * 3 + 1) * DAY_MS;
            await addNote(db, { code, text, askId: `demo-${index}-${back}` }, { ...told, now: at });
        }
}
