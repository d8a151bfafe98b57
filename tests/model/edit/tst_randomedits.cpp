#include "model/edit/textreplacement.h"
#include "tests/model/edit/editing.h"
#include "tests/model/workspace/workspacefiles.h"
#include "tests/support/random.h"

#include <QDateTime>
#include <QTest>

#include <map>

using namespace persistence;
using namespace persistence::test;

namespace {

/// The workspace as it should be: record ids and documents, and nothing clever.
using Model = std::map<QByteArray, QByteArray>;

/// Edits a workspace and its model at random. The undo list of the model is a list of whole models.
class RandomEditor final
{
public:
    RandomEditor(const QString &path, quint64 seed) : m_path(path), m_random(seed)
    {
        open();
        m_model = stored();
    }

    [[nodiscard]] const Model &model() const { return m_model; }
    [[nodiscard]] Workspace &workspace() const { return *m_workspace; }
    [[nodiscard]] QString failure() const { return m_failure; }

    /// One random step; false if the workspace answered otherwise than it should.
    bool step()
    {
        const qint64 kind = m_random.below(100);
        if (kind < 40)
            return editOne();
        if (kind < 50)
            return add();
        if (kind < 58)
            return remove();
        if (kind < 64)
            return editMany();
        if (kind < 68)
            return editNothing();
        if (kind < 84)
            return undo();
        if (kind < 96)
            return redo();
        if (kind < 98)
            return staleEdit();
        return reopen();
    }

    bool undo()
    {
        const auto undone = m_session->undo(m_progress);
        if (m_undo.empty())
            return expect(!undone, "undo with nothing to undo");
        m_redo.push_back(m_model);
        m_model = m_undo.back();
        m_undo.pop_back();
        return expect(undone.isOk() && undone->isWritten(), "undo");
    }

    [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }

    /// The records as they are in the file.
    [[nodiscard]] Model stored() const
    {
        Model model;
        Progress progress;
        const auto read = m_reader->forEachByRecordId(progress, [&](QByteArrayView id, QByteArrayView body) {
            model[id.sliced(5).chopped(1).toByteArray()] = body.toByteArray();
            return true;
        });
        if (!read)
            qFatal("%s", qPrintable(read.error().message));
        return model;
    }

private:
    void open()
    {
        auto opened = Workspace::open(m_path, Workspace::Access::ReadWrite);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        m_workspace = *std::move(opened);
        m_session = std::make_unique<Session>(m_workspace);
        m_reader = m_workspace->reader().value();
    }

    bool expect(bool isTrue, const char *what)
    {
        if (!isTrue)
            m_failure = QString::fromUtf8(what);
        return isTrue;
    }

    Record recordOf(const QByteArray &id) const
    {
        const auto rows = m_reader->findRecords(RecordId::candidates(QString::fromUtf8(id)).first());
        return m_reader->record(rows->front()).value();
    }

    QByteArray anyId()
    {
        auto it = m_model.begin();
        std::advance(it, m_random.below(quint64(m_model.size())));
        return it->first;
    }

    FieldValue anyValue()
    {
        const char *const values[] = {
            "1", "1.0", "\"1\"", "null", "[]", "{}", "[1,{\"a\":2}]", "{\"$numberLong\":\"7\"}", "\"%1<b>\\u0000\"", "-0.0"};
        return valueOf(values[m_random.below(std::size(values))]);
    }

    std::vector<KeyItem> anyKey()
    {
        const char *const models[] = {"room", "user", "misc", "new-model"};
        std::vector<KeyItem> key(size_t(m_random.below(4)));
        for (KeyItem &item : key)
            item = {models[m_random.below(4)], "k" + QByteArray::number(m_random.below(5)), -1};
        return key;
    }

    QByteArray changed(const Record &record)
    {
        const QByteArray name = "f" + QByteArray::number(m_random.below(4));
        const bson::DocumentView document(record.body);
        switch (m_random.below(6)) {
        case 0:
            return setKey(record, anyKey()).value();
        case 1:
            return setAppId(record, "app" + QByteArray::number(m_random.below(4))).value();
        case 2: {
            const auto without = unsetField(record, inValue(record, pathOf(name)));
            return without ? *without : record.body;
        }
        case 3:
            return setWholeValue(record, valueOf(m_random.chance(50) ? "{}" : "{\"f0\":[1,2],\"f1\":{}}")).value();
        default: {
            const auto set = setField(record, inValue(record, pathOf(name)), anyValue());
            return set ? *set : record.body;
        }
        }
    }

    bool wrote(const Result<Applied> &applied, Model model, const char *what)
    {
        if (!applied)
            return expect(false, qPrintable(applied.error().message));
        if (model == m_model)
            return expect(!applied->isWritten(), "nothing to write");
        m_undo.push_back(m_model);
        m_redo.clear();
        m_model = std::move(model);
        return expect(applied->isWritten(), what);
    }

    bool editOne()
    {
        if (m_model.empty())
            return add();
        const QByteArray id = anyId();
        const Record record = recordOf(id);
        const QByteArray after = changed(record);
        Model model = m_model;
        model[id] = after;
        return wrote(m_session->apply(editOf(QStringLiteral("one"), record, after)), model, "edit");
    }

    bool editNothing()
    {
        if (m_model.empty())
            return true;
        const Record record = recordOf(anyId());
        return wrote(m_session->apply(editOf(QStringLiteral("none"), record, record.body)), m_model, "nothing");
    }

    bool add()
    {
        const QByteArray id = "new" + QByteArray::number(++m_added);
        const QByteArray body = newRecord("app" + QByteArray::number(m_random.below(4)), anyKey(), valueOf("{}"), id);
        Model model = m_model;
        model[id] = body;
        return wrote(m_session->apply(additionOf(body)), model, "add");
    }

    bool remove()
    {
        Model model = m_model;
        std::vector<Record> records;
        for (qint64 i = m_random.below(3); i >= 0 && !model.empty(); --i) {
            auto it = model.begin();
            std::advance(it, m_random.below(quint64(model.size())));
            records.push_back(recordOf(it->first));
            model.erase(it);
        }
        return wrote(m_session->apply(deletionOf(records)), model, "remove");
    }

    /// A change of many records, as the bulk dialogs make it; what does not fit a record leaves it alone.
    BodyVerb anyVerb()
    {
        const auto orSame = [](const Record &record, const Result<QByteArray> &after) {
            return std::optional(after ? *after : record.body);
        };
        using Verbed = Result<std::optional<QByteArray>>;
        switch (m_random.below(4)) {
        case 0: {
            const QByteArray from = "k" + QByteArray::number(m_random.below(5)), to = "k" + QByteArray::number(m_random.below(5));
            const bool isRemoval = m_random.chance(30);
            return [=](const Record &record) -> Verbed {
                return orSame(
                    record, replaceAssociation(record, {"room", from}, isRemoval ? std::nullopt : std::optional(Association{"user", to})));
            };
        }
        case 1: {
            const QByteArray appId = "app" + QByteArray::number(m_random.below(4));
            return [=](const Record &record) -> Verbed { return orSame(record, setAppId(record, appId)); };
        }
        case 2: {
            TextReplacement replacement{m_random.chance(50) ? "1" : "<b>", m_random.chance(50) ? "" : "<b>1"};
            replacement.includesKey = m_random.chance(50);
            replacement.isCaseless = m_random.chance(50);
            return [=, replacer = TextReplacer::compile(replacement).value()](const Record &record) -> Verbed {
                return orSame(record, replacer.replaceIn(record));
            };
        }
        default:
            return [=, value = anyValue()](const Record &record) -> Verbed {
                return orSame(record, setField(record, inValue(record, pathOf("many")), value));
            };
        }
    }

    bool editMany()
    {
        Model model = m_model;
        std::vector<RecordRow> rows;
        const BodyVerb verb = anyVerb();
        for (auto &[id, body] : model) {
            if (!m_random.chance(30))
                continue;
            const Record record = recordOf(id);
            rows.push_back(record.row);
            body = *verb(record).value();
        }
        return wrote(m_session->applyToMany(QStringLiteral("many"), rows, verb, m_progress), model, "many");
    }

    bool staleEdit()
    {
        if (m_model.empty())
            return true;
        Record record = recordOf(anyId());
        record.body = withValue(bson::DocumentView(record.body), pathOf("stale"), valueOf("1")).value();
        const auto applied = m_session->apply(
            editOf(QStringLiteral("stale"), record, withValue(bson::DocumentView(record.body), pathOf("stale"), valueOf("2")).value()));
        return expect(!applied && applied.error().kind == ErrorKind::Conflict, "stale edit");
    }

    bool redo()
    {
        const auto redone = m_session->redo(m_progress);
        if (m_redo.empty())
            return expect(!redone, "redo with nothing to redo");
        m_undo.push_back(m_model);
        m_model = m_redo.back();
        m_redo.pop_back();
        return expect(redone.isOk() && redone->isWritten(), "redo");
    }

    bool reopen()
    {
        m_reader.reset();
        m_session.reset();
        m_workspace.reset();
        open();
        return true;
    }

    QString m_path;
    Random m_random;
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Reader> m_reader;
    Progress m_progress;
    Model m_model;
    std::vector<Model> m_undo;
    std::vector<Model> m_redo;
    QString m_failure;
    int m_added = 0;
};

} // namespace

class RandomEditsTest final : public QObject
{
    Q_OBJECT

public:
    /// The long run takes longer than Qt Test lets a function run.
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "86400000"); }

private slots:
    void equalTheModelAfterEveryStep();
};

/// PB_SEED repeats a run; PB_LONG=1 makes 100,000 steps.
void RandomEditsTest::equalTheModelAfterEveryStep()
{
    const quint64 seed =
        qEnvironmentVariableIsSet("PB_SEED") ? qEnvironmentVariable("PB_SEED").toULongLong() : quint64(QDateTime::currentMSecsSinceEpoch());
    const int steps = qEnvironmentVariableIntValue("PB_LONG") == 1 ? 100'000 : 2000;
    qInfo("seed %llu, %d steps", seed, steps);
    const WorkspaceFiles files;
    RandomEditor editor(files.make(QStringLiteral("random.pbw"), 15), seed);
    const Model first = editor.model();
    Progress progress;
    for (int i = 1; i <= steps; ++i) {
        QVERIFY2(editor.step(), qPrintable(editor.failure()));
        QCOMPARE(editor.stored() == editor.model(), true);
        // The index that was kept must equal one that is rebuilt.
        if (i % 50 == 0)
            QCOMPARE(editor.workspace().verify(progress).value().join(u'\n'), QString());
    }
    while (editor.canUndo())
        QVERIFY2(editor.undo(), qPrintable(editor.failure()));
    QVERIFY(editor.stored() == first);
    QCOMPARE(editor.workspace().verify(progress).value().join(u'\n'), QString());
}

QTEST_GUILESS_MAIN(RandomEditsTest)
#include "tst_randomedits.moc"
