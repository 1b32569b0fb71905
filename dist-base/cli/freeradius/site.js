// The virtual server: who is asked in which order, and what happens while ISPCube does not answer. A refusal needs ISPCube's own
// word. Its silence is met with the last answer, and where there is none with silence, so that the NAS asks again or asks
// another server: a customer who pays is never told "no" because a machine is down.
import { quoted } from './quoted.js';
export const siteText = (plan) => `${serverText(plan)}${relayText(plan)}`;
const serverText = (plan) => `# ISPCube: log-ins asked of it, accounting relayed to it. FreeRADIUS 3.2.

server ispcube {
${listen('auth', plan.authPort)}
${listen('acct', plan.acctPort)}
${authorizeText(plan)}

	authenticate {
		Auth-Type PAP {
			pap
		}
		Auth-Type CHAP {
			chap
		}
		Auth-Type MS-CHAP {
			mschap
		}
	}

	post-auth {
		# RouterOS takes only signed answers (its require-message-auth); FreeRADIUS fills the value in.
		update reply {
			&Message-Authenticator := 0x00
		}
		Post-Auth-Type REJECT {
			# All refusals look alike from outside, and tell nothing of whose name it is.
			update {
				&reply: !* ANY
			}
			update reply {
				&Message-Authenticator := 0x00
			}
		}
	}

	preacct {
		update control {
			&Proxy-To-Realm := "ispcube"
		}
	}

	# Answered when ISPCube has written it to disk, not before: the NAS sends again what was not.
	accounting {
		ok
	}
}
`;
const relayText = (plan) => `
home_server ispcube {
	type = acct
	ipaddr = ${plan.relay.address}
	port = ${plan.relay.port}
	secret = ${quoted(plan.relay.secret)}
	response_window = 2
	zombie_period = 5
	revive_interval = 10
	status_check = none
}

home_server_pool ispcube {
	type = fail-over
	home_server = ispcube
}

realm ispcube {
	acct_pool = ispcube
	nostrip
}
`;
const authorizeText = (plan) => `	authorize {
		# These only see which way the password comes.
		chap
		mschap

		ispcube {
			ok = 1
			updated = 1
			reject = 1
			userlock = 1
			notfound = 1
			noop = 1
			invalid = 1
			fail = 1
		}
		if (updated) {
			# Its answer is remembered anew.
			if (&control:Auth-Type && &control:Auth-Type == Accept) {
				update control {
					&Tmp-String-0 := "mac"
				}
			}
			update control {
				&Cache-TTL := -86400
			}
			ispcube_memory
		}
		elsif (reject) {
			# The one refusal that counts; the answer that was remembered is void.
			update control {
				&Cache-TTL := 0
			}
			ispcube_memory
			reject
		}
		else {
			# Silence, or nonsense: the last answer to the same question.
			update control {
				&Cache-Read-Only := yes
			}
			ispcube_memory {
				notfound = 1
				fail = 1
			}
			if (ok || updated) {
				if (&control:Tmp-String-0 && &control:Tmp-String-0 == "mac") {
					update control {
						&Auth-Type := Accept
					}
				}${plan.sql === null ? '' : SQL}
			}
			else {
				update control {
					&Response-Packet-Type := Do-Not-Respond
				}
				handled
			}
		}
		pap
	}`;
const listen = (type, port) => ['ipv4addr = *', 'ipv6addr = ::']
    .map((address) => `	listen {
		type = ${type}
		${address}
		port = ${port}
	}
`)
    .join('');
/** The views know of cuts and payments that the memory does not. */
const SQL = `
				# The password is of the last answer, everything else is as the database says now.
				update {
					&reply: !* ANY
				}
				ispcube_sql {
					notfound = 1
					fail = 1
				}
				if (fail || notfound) {
					update control {
						&Cache-Read-Only := yes
					}
					ispcube_memory
				}`;
