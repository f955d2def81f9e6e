package parse

import (
	"mime"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFileName is what every file system takes, with room for a number behind it.
const maxFileName = 180

// SafeName makes a file name of what a letter calls a file: no folders, no drives,
// no devices, nothing that hides how it ends. The type gives an end to a name that
// has none.
func SafeName(name, kind string) string {
	name = oneLine(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, clean(strings.ToValidUTF8(name, "_"))))
	stem, end := splitName(strings.TrimRight(name, " ."))
	if stem = strings.TrimLeft(stem, " ._"); stem == "" {
		stem = "file"
	}
	if end == "" {
		end = endOf(kind)
	}
	if slices.Contains(devices, strings.ToUpper(strings.TrimRight(strings.SplitN(stem, ".", 2)[0], " "))) {
		stem = "_" + stem
	}
	if most := maxFileName - len(end); len(stem) > most {
		stem = stem[:most]
		for !utf8.ValidString(stem) {
			stem = stem[:len(stem)-1]
		}
		stem = strings.TrimRight(stem, " .")
	}
	return stem + end
}

// splitName parts a name before its last dot, if what follows is an end.
func splitName(name string) (stem, end string) {
	end = path.Ext(name)
	if len(end) < 2 || len(end) > 12 || len(end) == len(name) || strings.ContainsAny(end, " _") {
		return name, ""
	}
	return strings.TrimRight(strings.TrimSuffix(name, end), " ."), end
}

// devices are names Windows opens instead of files.
var devices = []string{
	"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
	"COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
	"LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
}

// ends are those of types that are often sent without a name. The system's own
// table is not asked: it differs from machine to machine.
var ends = map[string]string{
	"application/pdf": ".pdf", "application/zip": ".zip", "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"application/xml": ".xml", "text/xml": ".xml", "text/plain": ".txt", "text/csv": ".csv", "text/html": ".html", "text/calendar": ".ics",
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/tiff": ".tif", "image/bmp": ".bmp", "image/webp": ".webp",
	"message/rfc822": ".eml", "application/ms-tnef": ".dat", "application/pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
	"application/pgp-signature": ".asc", "application/rtf": ".rtf", "audio/mpeg": ".mp3", "audio/wav": ".wav", "text/vcard": ".vcf",
}

func endOf(kind string) string {
	if end, ok := ends[kind]; ok {
		return end
	}
	if _, _, err := mime.ParseMediaType(kind); err == nil && strings.HasPrefix(kind, "text/") {
		return ".txt"
	}
	return ".bin"
}

// riskyEnds are those of files that run, or make another program run, when they
// are opened.
var riskyEnds = []string{
	".exe", ".scr", ".com", ".pif", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".ws", ".hta",
	".msi", ".msp", ".mst", ".msc", ".cpl", ".dll", ".ocx", ".sys", ".lnk", ".url", ".scf", ".inf", ".reg", ".jar", ".jnlp", ".chm", ".hlp",
	".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xll", ".pptm", ".ppam", ".iso", ".img", ".vhd", ".vhdx", ".html", ".htm", ".shtml", ".mht", ".svg",
	".sh", ".desktop", ".run", ".appimage", ".app", ".command", ".dmg", ".pkg", ".deb", ".rpm", ".py", ".pl", ".rb", ".epf", ".erf", ".cfe",
	".application", ".appref-ms", ".gadget", ".library-ms", ".search-ms", ".settingcontent-ms", ".xbap", ".one", ".diagcab", ".website", ".theme",
}

// risky tells a file that would do something when opened.
func risky(name string) bool {
	return slices.Contains(riskyEnds, strings.ToLower(path.Ext(name)))
}
