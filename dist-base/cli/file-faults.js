// What the system says of a file or folder that somebody named, in our own faults: a path that cannot be is wrong input, not a
// failure of the program. What is no matter of the path, such as a full disk, comes back as it is.
import { dirname } from 'node:path';
import { Fault } from '../core/fault.js';
const WHY = {
    ENOTDIR: 'a part of this path is a file, not a folder',
    EISDIR: 'it is a folder; name a file',
    EEXIST: 'there is a file of this name',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'its disk is read-only',
    ENAMETOOLONG: 'its name is too long',
};
/** Does something with a path that somebody named. */
export async function reaching(path, deed, act) {
    try {
        return await act();
    }
    catch (e) {
        throw fileFault(e, path, deed);
    }
}
export function fileFault(e, path, deed) {
    const code = codeOf(e);
    const missing = `there is no folder ${dirname(path)}; make it: mkdir -p ${dirname(path)}`;
    const why = code === 'ENOENT' && deed !== 'read' ? missing : WHY[code];
    if (why !== undefined)
        return new Fault('input-invalid', `${path} cannot be ${deed}: ${why}`, { path }, e);
    return code === 'ENOENT' ? new Fault('input-invalid', `there is no file ${path}`, { path }, e) : e;
}
/** Of an error of the system; empty for others. */
export function codeOf(e) {
    return e instanceof Error && 'code' in e && typeof e.code === 'string' ? e.code : '';
}
