// Archivos of a customer: put in, taken out, deleted. What a file is its bytes say; it is only ever handed out as something to be
// saved, never shown as a page of ours.
import multipart from '@fastify/multipart';
import { z } from 'zod';
import { explainCustomer } from '../../../core/acts/explain.js';
import { addFile, FILES_MOST, removeFile } from '../../../core/acts/files.js';
import { Fault, isFault } from '../../../core/fault.js';
import { fileKind, fileName } from '../../../core/rules/file.js';
import { fileOf, filesOf } from '../../../core/store/files.js';
import { peopleNames } from '../../../core/store/people.js';
import { dropBytes, keepBytes, readBytes } from '../../files.js';
import { formatInstant } from '../../text/format.js';
import { LOG_IN, told } from '../access.js';
import { askSent, idParameter, newAsk } from '../form.js';
import { readerOf } from '../frame.js';
import { customerUrl } from './filter.js';
import { customerFor } from './own.js';
import { customerPage } from './show.js';
const MB = 1024 * 1024;
/** Beside the file: a token and an id. */
const FIELDS = { fields: 10, fieldNameSize: 100, fieldSize: 1_000, files: 1, parts: 12 };
const isUploaded = (value) => typeof value === 'object' && value !== null && 'bytes' in value;
const Body = z.object({ ask: askSent, file: z.unknown().optional() });
const Id = z.object({ id: idParameter });
export function files(app, room) {
    const { deps } = room;
    const { db, filesFolder } = deps;
    const list = lister(room);
    app.get('/clientes/:code/archivos', { config: { may: 'customers.see' } }, async (request, reply) => list(request, reply, await customerFor(request, db)));
    void app.register((inner) => upload(inner, room, list));
    app.get('/clientes/:code/archivos/:id', { config: { may: 'customers.see' } }, async (request, reply) => {
        const { file } = await fileFor(request, room);
        const bytes = await readBytes(filesFolder, file.stored);
        return reply
            .header('content-disposition', disposition(file.name))
            .header('x-content-type-options', 'nosniff')
            .header('content-security-policy', "default-src 'none'; sandbox")
            .header('cache-control', 'no-store')
            .header('content-length', file.sizeBytes)
            .type(file.kind === 'text/plain' ? 'text/plain; charset=utf-8' : file.kind)
            .send(bytes);
    });
    removal(app, room);
}
async function upload(app, { deps }, list) {
    const { db, config, filesFolder } = deps;
    // Whoever is nobody does not make us read ten megabytes first.
    app.addHook('onRequest', async (request, reply) => {
        if (request.session.personId === undefined)
            return reply.redirect(`${LOG_IN}?a=%2F`, 303);
    });
    await app.register(multipart, {
        limits: { ...FIELDS, fileSize: config.files.maxMb * MB },
        throwFileSizeLimit: false,
        attachFieldsToBody: 'keyValues',
        async onFile(part) {
            const bytes = await part.toBuffer();
            const taken = { name: part.filename, bytes, isCut: part.file.truncated };
            Object.assign(part, { value: taken });
        },
    });
    app.post('/clientes/:code/archivos', { config: { may: 'notes.write' } }, async (request, reply) => {
        const words = readerOf(request).t.customerOffice.files;
        const customer = await customerFor(request, db);
        const { ask, file } = Body.parse(request.body ?? {});
        const refuse = (mistake) => list(request, reply.code(422), customer, mistake);
        if (!isUploaded(file) || (file.name === '' && file.bytes.length === 0))
            return refuse(words.mistakes.none);
        if (file.isCut)
            return refuse(words.mistakes.big(String(config.files.maxMb)));
        if (file.bytes.length === 0)
            return refuse(words.mistakes.empty);
        const kind = fileKind(file.bytes);
        if (kind === null)
            return refuse(words.mistakes.kind);
        if ((await filesOf(db, customer.id, FILES_MOST)).length >= FILES_MOST)
            return refuse(words.mistakes.many);
        const name = fileName(file.name, kind);
        const kept = await keepBytes(filesFolder, file.bytes).catch((e) => {
            if (!isFault(e))
                throw e;
            deps.log.error({ err: e, customer: customer.code }, 'file not kept');
            return null;
        });
        if (kept === null)
            return list(request, reply.code(503), customer, words.mistakes.disk);
        try {
            const record = { code: customer.code, askId: ask, name, kind, sizeBytes: file.bytes.length, ...kept };
            const { isNew } = await addFile(db, record, told(request, deps));
            if (!isNew)
                await dropBytes(filesFolder, kept.stored);
        }
        catch (e) {
            await dropBytes(filesFolder, kept.stored);
            throw e;
        }
        request.session.said = words.added(name);
        return reply.redirect(`${customerUrl(customer.code)}/archivos`, 303);
    });
}
function removal(app, room) {
    const { deps } = room;
    const { db, filesFolder } = deps;
    const send = customerPage(room);
    const may = { config: { may: 'customers.edit' } };
    app.get('/clientes/:code/archivos/:id/borrar', may, async (request, reply) => {
        const { customer, file } = await fileFor(request, room);
        return send(request, reply, 'file-removal.eta', {
            customer,
            story: await explainCustomer(db, customer.code, deps.now()),
            file,
        });
    });
    app.post('/clientes/:code/archivos/:id/borrar', may, async (request, reply) => {
        const words = readerOf(request).t.customerOffice.files;
        const customer = await customerFor(request, db);
        const { id } = Id.parse(request.params);
        const removed = await removeFile(db, { code: customer.code, id }, told(request, deps));
        if (removed !== null)
            await dropBytes(filesFolder, removed.stored);
        request.session.said = removed === null ? words.gone : words.removed(removed.name);
        return reply.redirect(`${customerUrl(customer.code)}/archivos`, 303);
    });
}
function lister(room) {
    const { deps } = room;
    const { db, config } = deps;
    const send = customerPage(room);
    return async (request, reply, customer, mistake) => {
        const { text } = readerOf(request);
        const story = await explainCustomer(db, customer.code, deps.now());
        const names = await peopleNames(db);
        const rows = (await filesOf(db, customer.id, FILES_MOST)).map((file) => ({
            ...file,
            size: sizeText(file.sizeBytes, text.lang),
            time: formatInstant(text, story.terms.zone, file.at),
            who: names.get(file.by) ?? file.by,
        }));
        const askId = newAsk();
        return send(request, reply, 'files.eta', {
            customer,
            story,
            rows,
            mistake: mistake ?? null,
            askId,
            maxMb: config.files.maxMb,
        });
    };
}
async function fileFor(request, { deps }) {
    const customer = await customerFor(request, deps.db);
    const { id } = Id.parse(request.params);
    const file = await fileOf(deps.db, customer.id, id);
    if (file === undefined)
        throw new Fault('record-missing', 'there is no such file of this customer', { customer: customer.code });
    return { customer, file };
}
/** For saving; in letters that all browsers take, and as it is (RFC 6266 §4.3). */
function disposition(name) {
    const plain = name.normalize('NFD').replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
    const exact = encodeURIComponent(name).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
function sizeText(bytes, lang) {
    const [amount, unit] = bytes >= MB ? [bytes / MB, 'MB'] : bytes >= 1024 ? [bytes / 1024, 'kB'] : [bytes, 'B'];
    return `${amount.toLocaleString(lang, { maximumFractionDigits: 1 })} ${unit}`;
}
