// The configuration of FreeRADIUS 3.2 beside ISPCube, as texts filled in for one installation. FreeRADIUS proves passwords and
// talks to the NAS; whom it lets in, and with what, it asks us. Copies with made-up secrets lie in docs/freeradius, to read.
import { clientsText } from './clients.js';
import { quoted } from './quoted.js';
import { siteText } from './site.js';
/** By their paths under FreeRADIUS's own folder. */
export function freeRadiusFiles(plan) {
    return new Map([
        ['mods-available/ispcube', modulesText(plan)],
        ...(plan.sql === null ? [] : [['mods-available/ispcube_sql', sqlText(plan.sql)]]),
        ['sites-available/ispcube', siteText(plan)],
        ['clients-ispcube.conf', clientsText(plan.clients)],
    ]);
}
/** It starts without whom it asks, and looks for him again after a second. */
const POOL = `	pool {
		start = 0
		min = 0
		max = \${thread[pool].max_servers}
		spare = 4
		uses = 0
		retry_delay = 1
		lifetime = 0
		idle_timeout = 60
	}`;
const modulesText = ({ question, token, }) => `# ISPCube: whom to let in, and with what (rlm_rest; Debian: apt-get install freeradius-rest).
# Holds the token that passwords are told for: chmod 640, chown root:freerad.

rest ispcube {
	connect_timeout = 1.0

	authorize {
		uri = "${question}"
		method = 'post'
		body = 'post'
		# No more than is needed: the password that was typed stays here.
		data = "User-Name=%{urlquote:%{User-Name}}&Framed-Protocol=%{Framed-Protocol}&Calling-Station-Id=%{urlquote:%{Calling-Station-Id}}"
		auth = 'basic'
		username = 'freeradius'
		password = "${token}"
		require_auth = yes
		timeout = 2.0
	}

	# It starts without ISPCube too, and looks for it again after a second.
${POOL}
}

# The last answer to the same question, for the time in which ISPCube does not answer: nobody who pays is to be refused
# because a machine is down. In memory only, gone with FreeRADIUS. The key is the whole question: what was let in by its MAC
# on a DHCP server must not be let in by PPPoE.
cache ispcube_memory {
	driver = "rlm_cache_rbtree"
	key = "%{User-Name}|%{Framed-Protocol}|%{Calling-Station-Id}"
	ttl = 86400
	max_entries = 50000
	add_stats = no
	update {
		&control:Cleartext-Password := &control:Cleartext-Password
		&control:Tmp-String-0 := &control:Tmp-String-0
${REPLY.map((name) => `\t\t&reply:${name} := &reply:${name}`).join('\n')}
	}
}
`;
/** Everything that an answer may hold (core/rules/authorization.ts). */
const REPLY = [
    'Mikrotik-Rate-Limit',
    'WISPr-Bandwidth-Max-Up',
    'WISPr-Bandwidth-Max-Down',
    'Framed-IP-Address',
    'Framed-Pool',
    'Delegated-IPv6-Prefix',
    'Mikrotik-Address-List',
    'Acct-Interim-Interval',
];
const sqlText = ({ host, port, database, login, password, }) => `# ISPCube: replies and groups from the views of its PostgreSQL (rlm_sql; Debian: apt-get install freeradius-postgresql).
# Asked while ISPCube does not answer. The role reads these views and nothing else; no password is in them.

sql ispcube_sql {
	dialect = "postgresql"
	driver = "rlm_sql_postgresql"
	server = ${quoted(host)}
	port = ${port}
	radius_db = ${quoted(database)}
	login = ${quoted(login)}
	password = ${quoted(password)}

	sql_user_name = "%{User-Name}"
	# The attribute that the module makes for groups: its own name and "-SQL-Group".
	group_attribute = "\${.:instance}-SQL-Group"
	read_groups = yes
	read_profiles = no
	read_clients = no

	authorize_reply_query = "SELECT id, username, attribute, value, op FROM radreply WHERE username = '%{SQL-User-Name}' ORDER BY id"
	group_membership_query = "SELECT groupname FROM radusergroup WHERE username = '%{SQL-User-Name}' ORDER BY priority"
	authorize_group_check_query = "SELECT id, groupname, attribute, value, op FROM radgroupcheck WHERE groupname = '%{\${group_attribute}}' ORDER BY id"
	authorize_group_reply_query = "SELECT id, groupname, attribute, value, op FROM radgroupreply WHERE groupname = '%{\${group_attribute}}' ORDER BY id"

${POOL}
}
`;
