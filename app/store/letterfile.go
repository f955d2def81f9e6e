package store

import "context"

// UnusedFiles are those of the letters' files that nothing on record refers to: of one
// that was here already, from another mailbox or under a former number, and of one that
// was made private.
func (j *Journal) UnusedFiles(ctx context.Context, list []ReceivedLetter) (unused []string, err error) {
	const query = `
		SELECT EXISTS (
			SELECT 1 FROM letter_copy c JOIN letter l ON l.id = c.letter
			WHERE c.account = ? AND c.folder = ? AND c.validity = ? AND c.uid = ? AND l.file = ?)
		OR EXISTS (SELECT 1 FROM letter WHERE id = ? AND file = ?)`
	err = j.read(ctx, "look for files of letters", func(t *tx) error {
		unused = nil
		for _, r := range list {
			if r.Letter.File == "" {
				continue
			}
			var used bool
			c := r.Copy
			err := t.row(query, args{
				c.Folder.Account, c.Folder.Name, int64(c.Validity), int64(c.UID), r.Letter.File, r.Letter.ID[:], r.Letter.File,
			}, &used)
			if err != nil {
				return err
			}
			if !used {
				unused = append(unused, r.Letter.File)
			}
		}
		return nil
	})
	return unused, err
}
