// The NAS that FreeRADIUS hears: routers with a RADIUS secret, and the clients that were added. What asks without
// Message-Authenticator is not heard, because its answer could be forged on the way (CVE-2024-3596, "BlastRADIUS").
import { quoted } from './quoted.js';
export function clientsText(clients) {
    const blocks = clients.map(({ name, prefix, secret }) => {
        const family = prefix.includes(':') ? 'ipv6addr' : 'ipv4addr';
        return `
client ${name.replaceAll(/[^\w.-]/g, '_')} {
	${family} = ${prefix}
	secret = ${quoted(secret)}
	require_message_authenticator = yes
	nas_type = other
}
`;
    });
    return `# The NAS that ISPCube knows, with their secrets: chmod 640, chown root:freerad. $INCLUDE it in radiusd.conf or clients.conf.
#
# require_message_authenticator = yes needs a NAS that signs its Access-Request: RouterOS does from 7.15 and 6.49.17 on. An older
# one is not answered: update it, or say "no" for that client alone, and only where its packets cross no foreign network.
# FreeRADIUS 3.2.5 and later also know "limit_proxy_state = yes"; Debian 12 has 3.2.1, which knows this one option alone.
${blocks.join('')}`;
}
