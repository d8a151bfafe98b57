#include "model/sinks/scriptsink.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/bson/jsonoutput.h"
#include "model/record/recordid.h"
#include "model/record/recordindex.h"
#include "model/sinks/typescriptvalue.h"

#include <algorithm>
#include <array>

namespace persistence {

namespace {

struct KnownModel
{
    QByteArrayView stored;
    QByteArrayView member;
};

/// Members of RocketChatAssociationModel. Source: domain reference, section 2.
constexpr std::array<KnownModel, 8> kModels = {{{"room", "ROOM"},
                                                {"message", "MESSAGE"},
                                                {"user", "USER"},
                                                {"file", "FILE"},
                                                {"misc", "MISC"},
                                                {"livechat-message", "LIVECHAT_MESSAGE"},
                                                {"discussion", "DISCUSSION"},
                                                {"video-conference", "VIDEO_CONFERENCE"}}};

constexpr QByteArrayView kTypeScriptHead = R"(// Records of Rocket.Chat apps, written by Persistence Browser.
import { RocketChatAssociationModel, RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';

export interface IFixtureRecord {
    id: string;
    app: string;
    key: Array<RocketChatAssociationRecord>;
    value: unknown;
}

export const records: Array<IFixtureRecord> = [
)";

class TypeScriptSink final : public BufferedSink
{
public:
    explicit TypeScriptSink(ByteSink &to) : BufferedSink(to) {}

    Result<void> begin() override
    {
        m_out += kTypeScriptHead;
        return {};
    }

    Result<void> write(const SinkRecord &record) override
    {
        const bson::DocumentView document(record.body);
        indexRecord(document, record.collection, m_index);
        const auto id = document.find("_id");
        m_out += "    {\n        id: ";
        writeTypeScriptText(id ? RecordId(*id).toDisplayText().toUtf8() : QByteArray(), m_out);
        m_out += ",\n        app: ";
        writeTypeScriptText(m_index.appId, m_out);
        m_out += ",\n        key: [";
        for (const Association &association : m_index.associations)
            appendAssociation(association);
        m_out += m_index.associations.empty() ? "],\n        value: " : "\n        ],\n        value: ";
        if (const auto value = recordValue(document, record.collection))
            writeTypeScript(*value, 2, m_out);
        else
            m_out += "undefined";
        m_out += ",\n    },\n";
        return flushIfFull();
    }

    Result<void> end() override
    {
        m_out += "];\n";
        return flush();
    }

private:
    void appendAssociation(const Association &association)
    {
        m_out += "\n            new RocketChatAssociationRecord(";
        const auto known =
            std::find_if(kModels.begin(), kModels.end(), [&](const KnownModel &row) { return row.stored == association.model; });
        if (known != kModels.end()) {
            m_out += "RocketChatAssociationModel.";
            m_out += known->member;
        } else {
            // Servers store any text; the type of the API names eight.
            writeTypeScriptText(association.model, m_out);
            m_out += " as RocketChatAssociationModel";
        }
        m_out += ", ";
        writeTypeScriptText(association.id, m_out);
        m_out += "),";
    }

    RecordIndex m_index;
};

constexpr int kBatch = 500;

constexpr QByteArrayView kMongoshHead = R"(// Records of Rocket.Chat apps, written by Persistence Browser.
// Puts them into the database that mongosh is connected to: mongosh "mongodb://localhost/rocketchat" FILE
// A record whose _id is there already is replaced, so the script can run again.
const put = (collection, texts) =>
    db.getCollection(collection).bulkWrite(
        texts
            .map((text) => EJSON.parse(text, { relaxed: false }))
            .map((record) =>
                '_id' in record
                    ? { replaceOne: { filter: { _id: record._id }, replacement: record, upsert: true } }
                    : { insertOne: { document: record } },
            ),
    );
)";

/// Documents stand as text, because a literal would take `__proto__` for the prototype. Each batch is one call.
class MongoshSink final : public BufferedSink
{
public:
    explicit MongoshSink(ByteSink &to) : BufferedSink(to) {}

    Result<void> begin() override
    {
        m_out += kMongoshHead;
        return {};
    }

    Result<void> write(const SinkRecord &record) override
    {
        if (m_inBatch == kBatch || record.collection != m_collection)
            closeBatch();
        if (m_inBatch++ == 0) {
            m_collection = record.collection;
            m_out += "put(";
            writeTypeScriptText(collectionName(m_collection), m_out);
            m_out += ", [\n";
        }
        m_json.resize(0);
        if (!bson::writeExtendedJson(bson::DocumentView(record.body), {bson::JsonMode::Canonical, 0}, m_json))
            ++m_inexact;
        m_out += "    ";
        writeTypeScriptText(m_json, m_out);
        m_out += ",\n";
        return flushIfFull();
    }

    Result<void> end() override
    {
        closeBatch();
        return flush();
    }

    qint64 inexactRecords() const override { return m_inexact; }

private:
    void closeBatch()
    {
        if (m_inBatch > 0)
            m_out += "]);\n";
        m_inBatch = 0;
    }

    Collection m_collection = Collection::Persistence;
    int m_inBatch = 0;
    qint64 m_inexact = 0;
    QByteArray m_json;
};

} // namespace

std::unique_ptr<RecordSink> makeTypeScriptSink(ByteSink &to)
{
    return std::make_unique<TypeScriptSink>(to);
}

std::unique_ptr<RecordSink> makeMongoshSink(ByteSink &to)
{
    return std::make_unique<MongoshSink>(to);
}

} // namespace persistence
