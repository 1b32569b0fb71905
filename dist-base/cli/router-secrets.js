// The password and the RADIUS secret of a router, asked for or read from standard input: on a command line every user of the
// machine can read them, and the shell remembers them.
import { Fault } from '../core/fault.js';
import { askSecret, readStdin } from './context.js';
/** By column. `isWanted`: a password is asked for without a word, where somebody can be asked. */
export async function secretsOf(context, name, options, isWanted) {
    if (options.passwordStdin && options.radiusSecretStdin)
        throw new Fault('input-invalid', '--password-stdin and --radius-secret-stdin: standard input is one of them; set the other after');
    const given = {};
    if (options.passwordStdin)
        given.password = await readStdin(context);
    else if (options.askPassword || (isWanted && context.io.stdin.isTTY))
        given.password = await asked(context, `password of ${name}: `, 'password');
    if (options.radiusSecretStdin)
        given.radius_secret = await readStdin(context);
    else if (options.askRadiusSecret)
        given.radius_secret = await asked(context, `RADIUS secret of ${name}: `, 'radius-secret');
    return given;
}
async function asked(context, question, flag) {
    const secret = await askSecret(context, question);
    if (secret === null)
        throw new Fault('input-invalid', `--ask-${flag}: there is no terminal to ask on; use --${flag}-stdin`);
    return secret;
}
