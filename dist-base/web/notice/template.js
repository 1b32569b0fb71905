// The notice page as one document: no script, no picture, no other address, because the reader may reach nothing else. It is
// text in a program file so that the build carries it along. Everything that comes from outside stands in `<%= %>`, which
// escapes; the style is ours and is named by its hash in the content security policy.
/** Pairs of ink and ground keep 4.5:1 and more, in light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f3f5f7;--card:#fff;--ink:#17202a;--soft:#525f6d;--line:#d9dfe5;--served:#17703a;--cut:#b3261e;--promise:#8a5300;--warm:#fff6e0;--warm-ink:#5f3c00;--deed:#0b57a4;--deed-ink:#fff}
@media(prefers-color-scheme:dark){:root{--ground:#10151a;--card:#1a2129;--ink:#e9eef3;--soft:#a9b5c1;--line:#323c47;--served:#5fd08a;--cut:#ff8a80;--promise:#f0bc5e;--warm:#3a2d10;--warm-ink:#ffdf9e;--deed:#8cc4ff;--deed-ink:#06223f}}
*{box-sizing:border-box;margin:0}
body{background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;padding:1rem;overflow-wrap:anywhere}
header,main,footer{max-width:34rem;margin:0 auto}
header{display:flex;align-items:center;gap:.625rem;padding:.25rem .25rem 1rem;font-weight:650}
.mark{flex:none;width:2.25rem;height:2.25rem;border-radius:.5rem;background:var(--deed);color:var(--deed-ink);display:grid;place-items:center;font-size:1.25rem}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem}
h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;margin:.5rem 0 .25rem}
h2{font-size:1.125rem;margin-bottom:.75rem}
h3{font-size:1rem}
p+p{margin-top:.75rem}
p{text-wrap:pretty}
h1+p:not(.soft){margin-top:.75rem}
li p{white-space:pre-line}
.badge{font-weight:650;font-size:.9375rem}
.served{color:var(--served)}.cut{color:var(--cut)}.promise{color:var(--promise)}
.soft,dd small{color:var(--soft)}
.amount{margin:1.25rem 0}
.amount strong{display:block;font-size:min(2.625rem,11vw);line-height:1.15;letter-spacing:-.02em;font-variant-numeric:tabular-nums;white-space:nowrap}
.amount .long{font-size:min(1.875rem,7.5vw)}
dl{border-top:1px solid var(--line);margin-bottom:1.25rem}
dl div{display:flex;justify-content:space-between;gap:1rem;padding:.625rem 0;border-bottom:1px solid var(--line)}
dd{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
dd small{display:block;font-size:.9375rem}
.urgent{background:var(--warm);color:var(--warm-ink);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0;font-weight:600}
ul{list-style:none;padding:0}
li{padding:.875rem 0;border-top:1px solid var(--line)}
li:first-child{border:0;padding-top:0}
a{color:var(--deed)}
.deed{display:block;text-align:center;text-decoration:none;font-weight:650;background:var(--deed);color:var(--deed-ink);border:2px solid var(--deed);border-radius:.5rem;padding:.625rem 1rem;margin-top:.5rem}
.quiet{background:none;color:var(--deed);margin:0}
a:focus-visible{outline:3px solid var(--promise);outline-offset:2px}
nav p{text-align:center;margin-top:.5rem}
footer{padding:1.25rem .25rem;font-size:.9375rem}
@media(min-width:60rem){body{padding-top:3rem}header,main,footer{max-width:60rem}main.two{grid-template-columns:1.25fr 1fr;align-items:start}nav{justify-self:center;width:30rem}main.two nav{grid-column:1/-1}section{padding:2rem}h1{font-size:1.75rem}.amount strong{font-size:3.25rem}.amount .long{font-size:2.625rem}.single>*{max-width:40rem}}
`.trim();
export const TEMPLATE = `<!doctype html>
<html lang="<%= it.lang %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title><%= it.heading %> · <%= it.isp %></title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body<% if (!it.waysNote) { %> class="single"<% } %>>
<header><% if (it.initial) { %><span class="mark" aria-hidden="true"><%= it.initial %></span><% } %><%= it.isp %></header>
<main<% if (it.waysNote) { %> class="two"<% } %>>
<section aria-labelledby="what">
<% if (it.badge) { %><p class="badge <%= it.badge.tone %>"><span aria-hidden="true"><%= it.badge.shape %></span> <%= it.badge.word %></p><% } %>
<h1 id="what"><%= it.heading %></h1>
<% if (it.account) { %><p class="soft"><%= it.account.name %> · <%= it.account.code %></p><% } %>
<% if (it.amount) { %><p class="amount"><%= it.amount.label %> <strong<% if (it.amount.value.length > 12) { %> class="long"<% } %>><%= it.amount.value %></strong> <span class="soft"><%= it.amount.note %></span></p><% } %>
<% if (it.parts.length > 0) { %><dl><% for (const part of it.parts) { %><div><dt><%= part.label %></dt><dd><%= part.value %><small><%= part.note %></small></dd></div><% } %></dl><% } %>
<% if (it.urgent) { %><p class="urgent"><%= it.urgent %></p><% } %>
<% for (const sentence of it.sentences) { %><p><%= sentence %></p><% } %>
</section>
<% if (it.waysNote) { %><section aria-labelledby="how">
<h2 id="how"><%= it.waysTitle %></h2>
<% if (it.ways.length > 0) { %><ul><% for (const way of it.ways) { %><li><h3><%= way.title %></h3><% if (way.text) { %><p><%= way.text %></p><% } %><% if (way.link) { %><a class="deed" href="<%= way.link.href %>"><%= way.link.label %></a><% } %></li><% } %></ul><% } %>
<p class="soft"><%= it.waysNote %></p>
</section><% } %>
<% if (it.again) { %><nav><a class="deed quiet" href=""><%= it.again.label %></a><% if (it.again.hint) { %><p class="soft"><%= it.again.hint %></p><% } %></nav><% } %>
</main>
<footer class="soft">
<% if (it.contact) { %><p><%= it.contact.label %> <a href="<%= it.contact.href %>"><%= it.contact.phone %></a></p><% } %>
<p><%= it.footer %></p>
</footer>
</body>
</html>
`;
