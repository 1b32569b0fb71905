// What an act refuses of a person, as sentences at the fields of the form; what belongs to no field stands above it.
import { isFault } from '../../../core/fault.js';
/** Null for what is no answer to a form: it is thrown on. */
export function refusalOf(error, t) {
    if (!isFault(error))
        return null;
    const { field, why, role } = error.facts;
    const words = t.people;
    if (why === 'last-doorkeeper')
        return { status: 422, mistakes: {}, trouble: words.lastDoorkeeper };
    if (why === 'stale')
        return { status: 409, mistakes: {}, trouble: words.stale };
    if (error.code === 'record-missing' && role !== undefined)
        return { status: 422, mistakes: { role: words.mistakes.role }, trouble: null };
    if (field === 'username' && error.code === 'record-conflict')
        return { status: 422, mistakes: { username: words.mistakes.usernameTaken }, trouble: null };
    if (typeof field !== 'string' || !(field in words.mistakes))
        return null;
    return { status: 422, mistakes: { [field]: words.mistakes[field] }, trouble: null };
}
