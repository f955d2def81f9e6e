package specimen

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"pult/app/crm"
)

var (
	firstNames = []string{"Иван", "Пётр", "Ольга", "Сергей", "Наталья", "Андрей", "Юлия", "Михаил", "Екатерина", "Щукарь"}
	lastNames  = []string{"Соколов", "Ёлкин", "Щербаков", "Фёдорова", "Цветков", "Жуков", "Эйдельман", "Юрьев", "Чижов", "Королёва"}
	firms      = []string{"romashka", "vostok-torg", "sever", "stroydom", "metiz", "agro-plus", "lakokraska", "tehno"}
	goods      = []string{"саморезы 4х50", "грунтовку глубокого проникновения", "кабель ВВГ 3х2,5", "профиль 60х27", "утеплитель", "клей для плитки", "эмаль ПФ-115", "трубы 32 мм"}
)

// Writer is somebody invented, always the same for a number.
func Writer(n int) crm.Address {
	first, last := firstNames[n%len(firstNames)], lastNames[n/len(firstNames)%len(lastNames)]
	return crm.Address{Name: first + " " + last, Email: fmt.Sprintf("client%d@%s.example", n, firms[n%len(firms)])}
}

func subject(roll *rand.Rand) string {
	n := 100 + roll.IntN(9900)
	return []string{
		fmt.Sprintf("Счёт на оплату №%d", n),
		fmt.Sprintf("Re: Заявка на %s", goods[n%len(goods)]),
		"Акт сверки за третий квартал",
		fmt.Sprintf("Отгрузка по заказу %d: когда ждать машину?", n),
		"Вопрос по договору поставки",
		"Прошу выставить счёт",
		fmt.Sprintf("Fwd: Претензия по накладной %d от прошлой недели, просим ответить до конца дня", n),
		"Коммерческое предложение для ООО «Север»",
	}[roll.IntN(8)]
}

// Letter is the text of a business letter, 250 to 1,600 signs long.
func Letter(roll *rand.Rand) string {
	var b strings.Builder
	b.WriteString([]string{"Добрый день!", "Здравствуйте, Мария.", "Уважаемая Мария Сергеевна!", "Коллеги, добрый день."}[roll.IntN(4)] + "\n\n")
	for range 2 + roll.IntN(4) {
		for range 2 + roll.IntN(3) {
			b.WriteString(sentence(roll) + " ")
		}
		b.WriteString("\n")
	}
	w := Writer(roll.IntN(100))
	b.WriteString("\n" + []string{"С уважением,", "Заранее спасибо,", "Всего доброго,"}[roll.IntN(3)] + "\n" + w.Name + ", отдел снабжения\nтел. +7 (495) 123-45-67")
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func sentence(roll *rand.Rand) string {
	n, good := 2+roll.IntN(400), goods[roll.IntN(len(goods))]
	return []string{
		fmt.Sprintf("Прошу выставить счёт на %s, %d шт., по ценам прошлого месяца.", good, n),
		fmt.Sprintf("Подскажите, пожалуйста, есть ли на складе %s и когда возможна отгрузка?", good),
		fmt.Sprintf("Оплату по счёту №%d проведём в пятницу, платёжное поручение пришлём отдельно.", n),
		"Машину готовы подать завтра к девяти утра, водитель будет с доверенностью.",
		"В накладной указано меньше, чем мы заказывали, прошу разобраться.",
		fmt.Sprintf("Нам нужна скидка: в этом квартале мы взяли у вас уже на %d тысяч рублей.", n),
		"Договор подписали, оригинал отправили почтой, скан во вложении.",
		"Юрист просит заменить пункт о неустойке, остальное нас устраивает.",
		"Бухгалтерия ждёт акт сверки, без него не можем закрыть квартал.",
		fmt.Sprintf("Если %s нет в наличии, предложите, чем можно заменить.", good),
		"Объект сдаём в конце месяца, поэтому сроки для нас важнее цены.",
		"По телефону дозвониться не смог, перезвоните мне, пожалуйста, после обеда.",
	}[roll.IntN(12)]
}

// spare leaves out signs that older charsets lack.
var spare = strings.NewReplacer("№", "N ", "«", `"`, "»", `"`, "—", "-")
