"""The smallest complete exporter: a report as plain text. It imports nothing of Rapporteur."""


class Plain:
    name = "plain"
    suffix = ".txt"
    subjects = frozenset({"report"})

    def export(self, subject, layout, options):
        lines = [subject.title, *(section.title for section in subject.sections)]
        return "\n".join([*lines, *(each.sentence for each in subject.recommendations), ""]).encode()

    def words(self, data):
        return tuple(data.decode().splitlines())


exporter = Plain()
