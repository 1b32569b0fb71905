// The ISP changes what it prints by: keeps a template of its own, goes back to the model of the program, sets its logo. A template
// that does not read is a fault that says where; what is no picture is no logo, whatever its name says.
import { Fault } from '../fault.js';
import { readTemplate } from '../rules/print.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { dropPrintImage, dropPrintTemplate, keepPrintImage, keepPrintTemplate, printTemplate } from '../store/print-templates.js';
export async function savePrintTemplate(db, ask, told) {
    const read = readTemplate(ask.source, ask.fields, ask.streamed);
    if (!read.ok)
        return read;
    const { kind, name = '', source } = ask;
    return within(db, async (tx) => {
        const before = await printTemplate(tx, kind, name);
        if (before?.source === source)
            return { ok: true };
        const id = await keepPrintTemplate(tx, { kind, name, source, savedAt: told.now, savedBy: told.by });
        const facts = { kind, name, characters: source.length };
        await addLog(tx, [{ at: told.now, by: told.by, what: 'template-saved', about: { kind: 'print-template', id }, facts }]);
        return { ok: true };
    });
}
/** The model of the program holds again. */
export async function restorePrintTemplate(db, ask, told) {
    await within(db, async (tx) => {
        const { kind, name = '' } = ask;
        const before = await printTemplate(tx, kind, name);
        if (before === null)
            return;
        await dropPrintTemplate(tx, before.id);
        const about = { kind: 'print-template', id: before.id };
        // What was dropped stays in the log: a slip of the hand costs a copy from there.
        const facts = { kind, name, source: before.source };
        await addLog(tx, [{ at: told.now, by: told.by, what: 'template-restored', about, facts }]);
    });
}
export const IMAGE_MAX_BYTES = 200 * 1024;
/** By its first bytes (PNG §5.2, JFIF: SOI and the next marker). */
function imageType(content) {
    if (content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
        return 'image/png';
    if (content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])))
        return 'image/jpeg';
    return null;
}
export async function savePrintImage(db, ask, told) {
    const { name, content } = ask;
    if (content.length > IMAGE_MAX_BYTES)
        throw new Fault('input-invalid', `this picture is larger than ${IMAGE_MAX_BYTES / 1024} KB`, {
            field: name,
            mistake: 'large',
        });
    const type = imageType(content);
    if (type === null)
        throw new Fault('input-invalid', 'this is no PNG and no JPEG picture', { field: name, mistake: 'kind' });
    await within(db, async (tx) => {
        await keepPrintImage(tx, { name, type, content: content.toString('base64'), savedAt: told.now });
        await addLog(tx, [{ at: told.now, by: told.by, what: 'picture-saved', facts: { name, type, bytes: content.length } }]);
    });
}
export async function removePrintImage(db, name, told) {
    await within(db, async (tx) => {
        if (await dropPrintImage(tx, name))
            await addLog(tx, [{ at: told.now, by: told.by, what: 'picture-removed', facts: { name } }]);
    });
}
