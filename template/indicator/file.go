package indicator

import (
	"strings"

	"tocsin/template/word"
)

// fileEndings are top labels that more often end file names.
var fileEndings = map[string]bool{"sh": true, "py": true, "pl": true, "rs": true, "md": true, "zip": true, "mov": true, "cc": true, "so": true, "ps": true, "app": true, "java": true, "my": true, "do": true, "in": true}

// FileLike says whether a name of two labels looks like a file, not a host.
func FileLike(s string) bool {
	head, top, _ := strings.Cut(s, ".")
	return fileEndings[strings.ToLower(top)] && head != "www"
}

// carriers are the endings of files that bring or keep something: programs,
// scripts, documents, archives. Logs and settings are not among them, nor what
// is more often the end of a domain.
var carriers = word.Set("exe dll scr bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp jar lnk pif cpl sys apk ipa dmg deb rpm elf sh py zip " +
	"doc docx docm dotm xls xlsx xlsm xlsb xll ppt pptx pptm rtf pdf odt ods one chm txt rar 7z tar gz tgz bz2 xz cab iso img vhd vhdx php asp aspx jsp html htm")

// served are the endings of files that a web server is asked for; a path in a
// log of requests is no file that somebody found.
var served = word.Set("php asp aspx jsp html htm js txt")

// scanFile reports the name of a file, without the folders before it.
func scanFile(t Token, found func(Token)) {
	v := t.Value
	dot := strings.LastIndexByte(v, '.')
	if dot < 1 || len(v)-dot > 6 || len(v)-dot < 3 {
		return
	}
	var buf [8]byte
	ending := word.AppendFold(buf[:0], v[dot+1:])
	if !carriers[string(ending)] || served[string(ending)] && (t.rooted || strings.IndexByte(v, '/') >= 0) {
		return
	}
	if i := strings.LastIndexAny(v[:dot], "/\\:=?&"); i >= 0 {
		v, t.At = v[i+1:], t.At+i+1
	}
	if dot = strings.LastIndexByte(v, '.'); dot < 1 || len(v) > 128 || libraries[word.Fold(v)] || strings.Trim(v[:dot], "*._-%") == "" {
		return
	}
	t.Kind, t.Value, t.Port = "file", v, ""
	found(t)
}

// libraries have names that look like files and are none.
var libraries = word.Set("nodejs vuejs nextjs reactjs threejs expressjs angularjs d3js")
