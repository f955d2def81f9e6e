package desk

import "testing"

func TestSamePerson(t *testing.T) {
	people := []string{"Петрова Анна Сергеевна", "Киселёв Пётр", "Сидоров А. И.", "Иванов Иван Петрович", "Иванов Илья"}
	tests := map[string]int{
		"Петрова А. С.":          0,
		"ПЕТРОВА АННА СЕРГЕЕВНА": 0,
		"А. С. Петрова":          0,
		"Петрова Анна":           0,
		"Петрова А.С.":           0,
		"Киселев Петр Ильич":     1,
		"Сидоров Андрей Ильич":   2,
		"Иванов Илья":            4,
		"Иванов И.":              -1, // one of two
		"Иванов Игорь":           -1,
		"Петрова":                -1, // a surname is nobody
		"Петрова Алла Сергеевна": -1,
		"Петрова О. С.":          -1,
		"":                       -1,
	}
	for name, want := range tests {
		got, ok := samePerson(name, people)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %d, want %d", name, got, want)
		}
	}
}
