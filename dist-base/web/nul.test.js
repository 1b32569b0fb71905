// What no text of a database can hold is no trouble of ours, wherever it is typed.
import { expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../fixtures/database.js';
import { openSite, PASSWORD } from './testing/visitor.js';
eachDatabase('a NUL', (open) => {
    it('in an address or a form fails no page', async () => {
        const site = await openSite((await open()).db, Date.parse('2026-11-25T12:00:00Z'));
        onTestFinished(() => site.app.close());
        await site.hire('root', 'administrador');
        const stranger = await site.visitor().post('/ingresar', { username: 'a\0b', password: PASSWORD });
        const statuses = { stranger: stranger.statusCode };
        const root = await site.seated('root');
        for (const url of [
            '/clientes/%00',
            '/clientes?q=%00',
            '/clientes?localidad=%00',
            '/clientes?nodo=%00',
            '/clientes/buscar.json?q=%00',
            '/auditoria?cliente=%00',
            '/auditoria?quien=%00',
            '/auditoria?que=%00',
            '/red/cpes?router=%00',
            '/red/routers/%00/editar',
            '/red/planes/%00',
            '/red/nodos/%00',
            '/cortes?q=%00',
            '/plantillas/%00',
            '/usuarios/999999999999999',
            '/clientes/lista/csv?q=%00',
        ])
            statuses[url] = (await root.get(url)).statusCode;
        await root.get('/mi-cuenta');
        for (const [url, fields] of Object.entries({
            '/usuarios/nuevo': { username: 'pepe', name: 'a\0b', email: '', role: 'operador', collector: '' },
            '/usuarios/roles/nuevo': { name: 'a\0b', may: 'customers.see' },
            '/configuracion/estados': { name: 'a\0b' },
            '/clientes/lista/vistas': { nombre: 'a\0b', filtro: '' },
            '/clientes/nuevo': { name: 'a\0b', code: '1\0' },
            '/red/nodos/nuevo': { name: 'a\0b' },
            '/red/routers/nuevo': { name: 'a\0b', driver: 'routeros', host: '192.0.2.1' },
        }))
            statuses[url] = (await root.post(url, fields)).statusCode;
        expect(Object.entries(statuses).filter(([, status]) => status >= 500)).toEqual([]);
        expect(site.errors).toEqual([]);
    }, 60_000);
});
