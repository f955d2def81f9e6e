package parse

import (
	"strings"

	"pult/app/crm"
)

// attach adds a part as a file.
func (w *walker) attach(p part, c *collected) {
	kind := kindOf(p)
	if kind == crm.AttachedSealed {
		c.sealed = true
	}
	size, sum := p.transfer.weigh(p.body)
	name := SafeName(fileName(p.disposition(), p.charset), p.kind)
	c.files = append(c.files, Attachment{
		Attachment: crm.Attachment{Name: name, Type: p.kind, Size: size, Kind: kind, Risky: risky(name)},
		ContentID:  cleanID(strings.Trim(p.header.Get("Content-Id"), " <>")),
		Sum:        sum,
		data:       p.body,
		transfer:   p.transfer,
	})
}

// kindOf says what a file is to people.
func kindOf(p part) crm.AttachmentKind {
	switch p.kind {
	case "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature":
		return crm.AttachedSignature
	case "application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime":
		return crm.AttachedSealed
	case "application/ms-tnef", "application/vnd.ms-tnef":
		return crm.AttachedOutlook
	case "text/calendar", "application/ics":
		return crm.AttachedCalendar
	case "message/rfc822", "message/global", "message/news":
		return crm.AttachedLetter
	}
	disposition, _ := mediaType(p.header.Get("Content-Disposition"))
	if strings.HasPrefix(p.kind, "image/") && p.header.Get("Content-Id") != "" && disposition != "attachment" {
		return crm.AttachedImage
	}
	return crm.AttachedFile
}
