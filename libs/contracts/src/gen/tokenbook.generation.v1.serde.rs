impl serde::Serialize for ChatMessage {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.role.is_empty() {
            len += 1;
        }
        if !self.content.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.ChatMessage", len)?;
        if !self.role.is_empty() {
            struct_ser.serialize_field("role", &self.role)?;
        }
        if !self.content.is_empty() {
            struct_ser.serialize_field("content", &self.content)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ChatMessage {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "role",
            "content",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Role,
            Content,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "role" => Ok(GeneratedField::Role),
                            "content" => Ok(GeneratedField::Content),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ChatMessage;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.ChatMessage")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ChatMessage, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut role__ = None;
                let mut content__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Role => {
                            if role__.is_some() {
                                return Err(serde::de::Error::duplicate_field("role"));
                            }
                            role__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Content => {
                            if content__.is_some() {
                                return Err(serde::de::Error::duplicate_field("content"));
                            }
                            content__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ChatMessage {
                    role: role__.unwrap_or_default(),
                    content: content__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.ChatMessage", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ChatSpec {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.messages.is_empty() {
            len += 1;
        }
        if self.max_output_tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.ChatSpec", len)?;
        if !self.messages.is_empty() {
            struct_ser.serialize_field("messages", &self.messages)?;
        }
        if self.max_output_tokens != 0 {
            struct_ser.serialize_field("maxOutputTokens", &self.max_output_tokens)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ChatSpec {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "messages",
            "max_output_tokens",
            "maxOutputTokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Messages,
            MaxOutputTokens,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "messages" => Ok(GeneratedField::Messages),
                            "maxOutputTokens" | "max_output_tokens" => Ok(GeneratedField::MaxOutputTokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ChatSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.ChatSpec")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ChatSpec, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut messages__ = None;
                let mut max_output_tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Messages => {
                            if messages__.is_some() {
                                return Err(serde::de::Error::duplicate_field("messages"));
                            }
                            messages__ = Some(map_.next_value()?);
                        }
                        GeneratedField::MaxOutputTokens => {
                            if max_output_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("maxOutputTokens"));
                            }
                            max_output_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ChatSpec {
                    messages: messages__.unwrap_or_default(),
                    max_output_tokens: max_output_tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.ChatSpec", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CreateGenerationRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.account_id.is_empty() {
            len += 1;
        }
        if !self.idempotency_key.is_empty() {
            len += 1;
        }
        if self.work.is_some() {
            len += 1;
        }
        if !self.prompt.is_empty() {
            len += 1;
        }
        if !self.simulate.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.CreateGenerationRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if let Some(v) = self.work.as_ref() {
            struct_ser.serialize_field("work", v)?;
        }
        if !self.prompt.is_empty() {
            struct_ser.serialize_field("prompt", &self.prompt)?;
        }
        if !self.simulate.is_empty() {
            struct_ser.serialize_field("simulate", &self.simulate)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CreateGenerationRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "idempotency_key",
            "idempotencyKey",
            "work",
            "prompt",
            "simulate",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            Work,
            Prompt,
            Simulate,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "idempotencyKey" | "idempotency_key" => Ok(GeneratedField::IdempotencyKey),
                            "work" => Ok(GeneratedField::Work),
                            "prompt" => Ok(GeneratedField::Prompt),
                            "simulate" => Ok(GeneratedField::Simulate),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CreateGenerationRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.CreateGenerationRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CreateGenerationRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut work__ = None;
                let mut prompt__ = None;
                let mut simulate__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::IdempotencyKey => {
                            if idempotency_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("idempotencyKey"));
                            }
                            idempotency_key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Work => {
                            if work__.is_some() {
                                return Err(serde::de::Error::duplicate_field("work"));
                            }
                            work__ = map_.next_value()?;
                        }
                        GeneratedField::Prompt => {
                            if prompt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("prompt"));
                            }
                            prompt__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Simulate => {
                            if simulate__.is_some() {
                                return Err(serde::de::Error::duplicate_field("simulate"));
                            }
                            simulate__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CreateGenerationRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    work: work__,
                    prompt: prompt__.unwrap_or_default(),
                    simulate: simulate__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.CreateGenerationRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CreateGenerationResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.generation.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.CreateGenerationResponse", len)?;
        if let Some(v) = self.generation.as_ref() {
            struct_ser.serialize_field("generation", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CreateGenerationResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "generation",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Generation,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "generation" => Ok(GeneratedField::Generation),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CreateGenerationResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.CreateGenerationResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CreateGenerationResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut generation__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Generation => {
                            if generation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generation"));
                            }
                            generation__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CreateGenerationResponse {
                    generation: generation__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.CreateGenerationResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Discount {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        if !self.name.is_empty() {
            len += 1;
        }
        if self.percent != 0 {
            len += 1;
        }
        if self.starts_at.is_some() {
            len += 1;
        }
        if self.ends_at.is_some() {
            len += 1;
        }
        if !self.kinds.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Discount", len)?;
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if !self.name.is_empty() {
            struct_ser.serialize_field("name", &self.name)?;
        }
        if self.percent != 0 {
            struct_ser.serialize_field("percent", &self.percent)?;
        }
        if let Some(v) = self.starts_at.as_ref() {
            struct_ser.serialize_field("startsAt", v)?;
        }
        if let Some(v) = self.ends_at.as_ref() {
            struct_ser.serialize_field("endsAt", v)?;
        }
        if !self.kinds.is_empty() {
            let v = self.kinds.iter().cloned().map(|v| {
                GenerationKind::try_from(v)
                    .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", v)))
                }).collect::<std::result::Result<Vec<_>, _>>()?;
            struct_ser.serialize_field("kinds", &v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Discount {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "promotion_id",
            "promotionId",
            "name",
            "percent",
            "starts_at",
            "startsAt",
            "ends_at",
            "endsAt",
            "kinds",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PromotionId,
            Name,
            Percent,
            StartsAt,
            EndsAt,
            Kinds,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            "name" => Ok(GeneratedField::Name),
                            "percent" => Ok(GeneratedField::Percent),
                            "startsAt" | "starts_at" => Ok(GeneratedField::StartsAt),
                            "endsAt" | "ends_at" => Ok(GeneratedField::EndsAt),
                            "kinds" => Ok(GeneratedField::Kinds),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Discount;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Discount")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Discount, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut promotion_id__ = None;
                let mut name__ = None;
                let mut percent__ = None;
                let mut starts_at__ = None;
                let mut ends_at__ = None;
                let mut kinds__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PromotionId => {
                            if promotion_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotionId"));
                            }
                            promotion_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Name => {
                            if name__.is_some() {
                                return Err(serde::de::Error::duplicate_field("name"));
                            }
                            name__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Percent => {
                            if percent__.is_some() {
                                return Err(serde::de::Error::duplicate_field("percent"));
                            }
                            percent__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::StartsAt => {
                            if starts_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("startsAt"));
                            }
                            starts_at__ = map_.next_value()?;
                        }
                        GeneratedField::EndsAt => {
                            if ends_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("endsAt"));
                            }
                            ends_at__ = map_.next_value()?;
                        }
                        GeneratedField::Kinds => {
                            if kinds__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kinds"));
                            }
                            kinds__ = Some(map_.next_value::<Vec<GenerationKind>>()?.into_iter().map(|x| x as i32).collect());
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Discount {
                    promotion_id: promotion_id__.unwrap_or_default(),
                    name: name__.unwrap_or_default(),
                    percent: percent__.unwrap_or_default(),
                    starts_at: starts_at__,
                    ends_at: ends_at__,
                    kinds: kinds__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Discount", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Evidence {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.category.is_empty() {
            len += 1;
        }
        if !self.source.is_empty() {
            len += 1;
        }
        if !self.code.is_empty() {
            len += 1;
        }
        if !self.provider_job_id.is_empty() {
            len += 1;
        }
        if self.attempts != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Evidence", len)?;
        if !self.category.is_empty() {
            struct_ser.serialize_field("category", &self.category)?;
        }
        if !self.source.is_empty() {
            struct_ser.serialize_field("source", &self.source)?;
        }
        if !self.code.is_empty() {
            struct_ser.serialize_field("code", &self.code)?;
        }
        if !self.provider_job_id.is_empty() {
            struct_ser.serialize_field("providerJobId", &self.provider_job_id)?;
        }
        if self.attempts != 0 {
            struct_ser.serialize_field("attempts", &self.attempts)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Evidence {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "category",
            "source",
            "code",
            "provider_job_id",
            "providerJobId",
            "attempts",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Category,
            Source,
            Code,
            ProviderJobId,
            Attempts,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "category" => Ok(GeneratedField::Category),
                            "source" => Ok(GeneratedField::Source),
                            "code" => Ok(GeneratedField::Code),
                            "providerJobId" | "provider_job_id" => Ok(GeneratedField::ProviderJobId),
                            "attempts" => Ok(GeneratedField::Attempts),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Evidence;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Evidence")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Evidence, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut category__ = None;
                let mut source__ = None;
                let mut code__ = None;
                let mut provider_job_id__ = None;
                let mut attempts__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Category => {
                            if category__.is_some() {
                                return Err(serde::de::Error::duplicate_field("category"));
                            }
                            category__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Source => {
                            if source__.is_some() {
                                return Err(serde::de::Error::duplicate_field("source"));
                            }
                            source__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Code => {
                            if code__.is_some() {
                                return Err(serde::de::Error::duplicate_field("code"));
                            }
                            code__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProviderJobId => {
                            if provider_job_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("providerJobId"));
                            }
                            provider_job_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Attempts => {
                            if attempts__.is_some() {
                                return Err(serde::de::Error::duplicate_field("attempts"));
                            }
                            attempts__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Evidence {
                    category: category__.unwrap_or_default(),
                    source: source__.unwrap_or_default(),
                    code: code__.unwrap_or_default(),
                    provider_job_id: provider_job_id__.unwrap_or_default(),
                    attempts: attempts__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Evidence", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Generation {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.generation_id.is_empty() {
            len += 1;
        }
        if !self.account_id.is_empty() {
            len += 1;
        }
        if self.kind != 0 {
            len += 1;
        }
        if !self.model.is_empty() {
            len += 1;
        }
        if self.status != 0 {
            len += 1;
        }
        if self.created_at.is_some() {
            len += 1;
        }
        if self.finished_at.is_some() {
            len += 1;
        }
        if self.quote.is_some() {
            len += 1;
        }
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.held != 0 {
            len += 1;
        }
        if self.settled {
            len += 1;
        }
        if self.charged != 0 {
            len += 1;
        }
        if self.failure_reason != 0 {
            len += 1;
        }
        if !self.failure_detail.is_empty() {
            len += 1;
        }
        if !self.media.is_empty() {
            len += 1;
        }
        if !self.text.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Generation", len)?;
        if !self.generation_id.is_empty() {
            struct_ser.serialize_field("generationId", &self.generation_id)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.kind != 0 {
            let v = GenerationKind::try_from(self.kind)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.kind)))?;
            struct_ser.serialize_field("kind", &v)?;
        }
        if !self.model.is_empty() {
            struct_ser.serialize_field("model", &self.model)?;
        }
        if self.status != 0 {
            let v = GenerationStatus::try_from(self.status)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.status)))?;
            struct_ser.serialize_field("status", &v)?;
        }
        if let Some(v) = self.created_at.as_ref() {
            struct_ser.serialize_field("createdAt", v)?;
        }
        if let Some(v) = self.finished_at.as_ref() {
            struct_ser.serialize_field("finishedAt", v)?;
        }
        if let Some(v) = self.quote.as_ref() {
            struct_ser.serialize_field("quote", v)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if self.held != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("held", ToString::to_string(&self.held).as_str())?;
        }
        if self.settled {
            struct_ser.serialize_field("settled", &self.settled)?;
        }
        if self.charged != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("charged", ToString::to_string(&self.charged).as_str())?;
        }
        if self.failure_reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.failure_reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.failure_reason)))?;
            struct_ser.serialize_field("failureReason", &v)?;
        }
        if !self.failure_detail.is_empty() {
            struct_ser.serialize_field("failureDetail", &self.failure_detail)?;
        }
        if !self.media.is_empty() {
            struct_ser.serialize_field("media", &self.media)?;
        }
        if !self.text.is_empty() {
            struct_ser.serialize_field("text", &self.text)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Generation {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "generation_id",
            "generationId",
            "account_id",
            "accountId",
            "kind",
            "model",
            "status",
            "created_at",
            "createdAt",
            "finished_at",
            "finishedAt",
            "quote",
            "hold_id",
            "holdId",
            "held",
            "settled",
            "charged",
            "failure_reason",
            "failureReason",
            "failure_detail",
            "failureDetail",
            "media",
            "text",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            GenerationId,
            AccountId,
            Kind,
            Model,
            Status,
            CreatedAt,
            FinishedAt,
            Quote,
            HoldId,
            Held,
            Settled,
            Charged,
            FailureReason,
            FailureDetail,
            Media,
            Text,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "generationId" | "generation_id" => Ok(GeneratedField::GenerationId),
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "kind" => Ok(GeneratedField::Kind),
                            "model" => Ok(GeneratedField::Model),
                            "status" => Ok(GeneratedField::Status),
                            "createdAt" | "created_at" => Ok(GeneratedField::CreatedAt),
                            "finishedAt" | "finished_at" => Ok(GeneratedField::FinishedAt),
                            "quote" => Ok(GeneratedField::Quote),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "held" => Ok(GeneratedField::Held),
                            "settled" => Ok(GeneratedField::Settled),
                            "charged" => Ok(GeneratedField::Charged),
                            "failureReason" | "failure_reason" => Ok(GeneratedField::FailureReason),
                            "failureDetail" | "failure_detail" => Ok(GeneratedField::FailureDetail),
                            "media" => Ok(GeneratedField::Media),
                            "text" => Ok(GeneratedField::Text),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Generation;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Generation")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Generation, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut generation_id__ = None;
                let mut account_id__ = None;
                let mut kind__ = None;
                let mut model__ = None;
                let mut status__ = None;
                let mut created_at__ = None;
                let mut finished_at__ = None;
                let mut quote__ = None;
                let mut hold_id__ = None;
                let mut held__ = None;
                let mut settled__ = None;
                let mut charged__ = None;
                let mut failure_reason__ = None;
                let mut failure_detail__ = None;
                let mut media__ = None;
                let mut text__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::GenerationId => {
                            if generation_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationId"));
                            }
                            generation_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Kind => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kind"));
                            }
                            kind__ = Some(map_.next_value::<GenerationKind>()? as i32);
                        }
                        GeneratedField::Model => {
                            if model__.is_some() {
                                return Err(serde::de::Error::duplicate_field("model"));
                            }
                            model__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Status => {
                            if status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("status"));
                            }
                            status__ = Some(map_.next_value::<GenerationStatus>()? as i32);
                        }
                        GeneratedField::CreatedAt => {
                            if created_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("createdAt"));
                            }
                            created_at__ = map_.next_value()?;
                        }
                        GeneratedField::FinishedAt => {
                            if finished_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("finishedAt"));
                            }
                            finished_at__ = map_.next_value()?;
                        }
                        GeneratedField::Quote => {
                            if quote__.is_some() {
                                return Err(serde::de::Error::duplicate_field("quote"));
                            }
                            quote__ = map_.next_value()?;
                        }
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Held => {
                            if held__.is_some() {
                                return Err(serde::de::Error::duplicate_field("held"));
                            }
                            held__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Settled => {
                            if settled__.is_some() {
                                return Err(serde::de::Error::duplicate_field("settled"));
                            }
                            settled__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Charged => {
                            if charged__.is_some() {
                                return Err(serde::de::Error::duplicate_field("charged"));
                            }
                            charged__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::FailureReason => {
                            if failure_reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("failureReason"));
                            }
                            failure_reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::FailureDetail => {
                            if failure_detail__.is_some() {
                                return Err(serde::de::Error::duplicate_field("failureDetail"));
                            }
                            failure_detail__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Media => {
                            if media__.is_some() {
                                return Err(serde::de::Error::duplicate_field("media"));
                            }
                            media__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Text => {
                            if text__.is_some() {
                                return Err(serde::de::Error::duplicate_field("text"));
                            }
                            text__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Generation {
                    generation_id: generation_id__.unwrap_or_default(),
                    account_id: account_id__.unwrap_or_default(),
                    kind: kind__.unwrap_or_default(),
                    model: model__.unwrap_or_default(),
                    status: status__.unwrap_or_default(),
                    created_at: created_at__,
                    finished_at: finished_at__,
                    quote: quote__,
                    hold_id: hold_id__.unwrap_or_default(),
                    held: held__.unwrap_or_default(),
                    settled: settled__.unwrap_or_default(),
                    charged: charged__.unwrap_or_default(),
                    failure_reason: failure_reason__.unwrap_or_default(),
                    failure_detail: failure_detail__.unwrap_or_default(),
                    media: media__.unwrap_or_default(),
                    text: text__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Generation", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationCancelled {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.delivered_tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationCancelled", len)?;
        if self.delivered_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("deliveredTokens", ToString::to_string(&self.delivered_tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationCancelled {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "delivered_tokens",
            "deliveredTokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DeliveredTokens,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "deliveredTokens" | "delivered_tokens" => Ok(GeneratedField::DeliveredTokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationCancelled;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationCancelled")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationCancelled, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut delivered_tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DeliveredTokens => {
                            if delivered_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("deliveredTokens"));
                            }
                            delivered_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationCancelled {
                    delivered_tokens: delivered_tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationCancelled", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationEvent {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.id.is_empty() {
            len += 1;
        }
        if self.time.is_some() {
            len += 1;
        }
        if !self.account_id.is_empty() {
            len += 1;
        }
        if !self.generation_id.is_empty() {
            len += 1;
        }
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.kind.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationEvent", len)?;
        if !self.id.is_empty() {
            struct_ser.serialize_field("id", &self.id)?;
        }
        if let Some(v) = self.time.as_ref() {
            struct_ser.serialize_field("time", v)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.generation_id.is_empty() {
            struct_ser.serialize_field("generationId", &self.generation_id)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if let Some(v) = self.kind.as_ref() {
            match v {
                generation_event::Kind::GenerationRequested(v) => {
                    struct_ser.serialize_field("generationRequested", v)?;
                }
                generation_event::Kind::GenerationStarted(v) => {
                    struct_ser.serialize_field("generationStarted", v)?;
                }
                generation_event::Kind::GenerationSucceeded(v) => {
                    struct_ser.serialize_field("generationSucceeded", v)?;
                }
                generation_event::Kind::GenerationFailed(v) => {
                    struct_ser.serialize_field("generationFailed", v)?;
                }
                generation_event::Kind::GenerationOutcomeUnknown(v) => {
                    struct_ser.serialize_field("generationOutcomeUnknown", v)?;
                }
                generation_event::Kind::GenerationCancelled(v) => {
                    struct_ser.serialize_field("generationCancelled", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationEvent {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "id",
            "time",
            "account_id",
            "accountId",
            "generation_id",
            "generationId",
            "hold_id",
            "holdId",
            "generation_requested",
            "generationRequested",
            "generation_started",
            "generationStarted",
            "generation_succeeded",
            "generationSucceeded",
            "generation_failed",
            "generationFailed",
            "generation_outcome_unknown",
            "generationOutcomeUnknown",
            "generation_cancelled",
            "generationCancelled",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Time,
            AccountId,
            GenerationId,
            HoldId,
            GenerationRequested,
            GenerationStarted,
            GenerationSucceeded,
            GenerationFailed,
            GenerationOutcomeUnknown,
            GenerationCancelled,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "id" => Ok(GeneratedField::Id),
                            "time" => Ok(GeneratedField::Time),
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "generationId" | "generation_id" => Ok(GeneratedField::GenerationId),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "generationRequested" | "generation_requested" => Ok(GeneratedField::GenerationRequested),
                            "generationStarted" | "generation_started" => Ok(GeneratedField::GenerationStarted),
                            "generationSucceeded" | "generation_succeeded" => Ok(GeneratedField::GenerationSucceeded),
                            "generationFailed" | "generation_failed" => Ok(GeneratedField::GenerationFailed),
                            "generationOutcomeUnknown" | "generation_outcome_unknown" => Ok(GeneratedField::GenerationOutcomeUnknown),
                            "generationCancelled" | "generation_cancelled" => Ok(GeneratedField::GenerationCancelled),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationEvent;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationEvent")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationEvent, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut time__ = None;
                let mut account_id__ = None;
                let mut generation_id__ = None;
                let mut hold_id__ = None;
                let mut kind__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Id => {
                            if id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("id"));
                            }
                            id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Time => {
                            if time__.is_some() {
                                return Err(serde::de::Error::duplicate_field("time"));
                            }
                            time__ = map_.next_value()?;
                        }
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::GenerationId => {
                            if generation_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationId"));
                            }
                            generation_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::GenerationRequested => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationRequested"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(generation_event::Kind::GenerationRequested)
;
                        }
                        GeneratedField::GenerationStarted => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationStarted"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(generation_event::Kind::GenerationStarted)
;
                        }
                        GeneratedField::GenerationSucceeded => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationSucceeded"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(generation_event::Kind::GenerationSucceeded)
;
                        }
                        GeneratedField::GenerationFailed => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationFailed"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(generation_event::Kind::GenerationFailed)
;
                        }
                        GeneratedField::GenerationOutcomeUnknown => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationOutcomeUnknown"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(generation_event::Kind::GenerationOutcomeUnknown)
;
                        }
                        GeneratedField::GenerationCancelled => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationCancelled"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(generation_event::Kind::GenerationCancelled)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationEvent {
                    id: id__.unwrap_or_default(),
                    time: time__,
                    account_id: account_id__.unwrap_or_default(),
                    generation_id: generation_id__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    kind: kind__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationEvent", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationFailed {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.reason != 0 {
            len += 1;
        }
        if self.evidence.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationFailed", len)?;
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if let Some(v) = self.evidence.as_ref() {
            struct_ser.serialize_field("evidence", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationFailed {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "reason",
            "evidence",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Reason,
            Evidence,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "reason" => Ok(GeneratedField::Reason),
                            "evidence" => Ok(GeneratedField::Evidence),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationFailed;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationFailed")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationFailed, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut reason__ = None;
                let mut evidence__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::Evidence => {
                            if evidence__.is_some() {
                                return Err(serde::de::Error::duplicate_field("evidence"));
                            }
                            evidence__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationFailed {
                    reason: reason__.unwrap_or_default(),
                    evidence: evidence__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationFailed", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationKind {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "GENERATION_KIND_UNSPECIFIED",
            Self::Video => "GENERATION_KIND_VIDEO",
            Self::Image => "GENERATION_KIND_IMAGE",
            Self::Chat => "GENERATION_KIND_CHAT",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for GenerationKind {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "GENERATION_KIND_UNSPECIFIED",
            "GENERATION_KIND_VIDEO",
            "GENERATION_KIND_IMAGE",
            "GENERATION_KIND_CHAT",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = GenerationKind;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "GENERATION_KIND_UNSPECIFIED" => Ok(GenerationKind::Unspecified),
                    "GENERATION_KIND_VIDEO" => Ok(GenerationKind::Video),
                    "GENERATION_KIND_IMAGE" => Ok(GenerationKind::Image),
                    "GENERATION_KIND_CHAT" => Ok(GenerationKind::Chat),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationOutcomeUnknown {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.provider.is_empty() {
            len += 1;
        }
        if !self.provider_job_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationOutcomeUnknown", len)?;
        if !self.provider.is_empty() {
            struct_ser.serialize_field("provider", &self.provider)?;
        }
        if !self.provider_job_id.is_empty() {
            struct_ser.serialize_field("providerJobId", &self.provider_job_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationOutcomeUnknown {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "provider",
            "provider_job_id",
            "providerJobId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Provider,
            ProviderJobId,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "provider" => Ok(GeneratedField::Provider),
                            "providerJobId" | "provider_job_id" => Ok(GeneratedField::ProviderJobId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationOutcomeUnknown;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationOutcomeUnknown")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationOutcomeUnknown, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut provider__ = None;
                let mut provider_job_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Provider => {
                            if provider__.is_some() {
                                return Err(serde::de::Error::duplicate_field("provider"));
                            }
                            provider__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProviderJobId => {
                            if provider_job_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("providerJobId"));
                            }
                            provider_job_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationOutcomeUnknown {
                    provider: provider__.unwrap_or_default(),
                    provider_job_id: provider_job_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationOutcomeUnknown", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationRequested {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.media_kind != 0 {
            len += 1;
        }
        if !self.model.is_empty() {
            len += 1;
        }
        if self.quoted_tokens != 0 {
            len += 1;
        }
        if !self.price_book_version.is_empty() {
            len += 1;
        }
        if !self.policy_version.is_empty() {
            len += 1;
        }
        if self.list_tokens != 0 {
            len += 1;
        }
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationRequested", len)?;
        if self.media_kind != 0 {
            let v = GenerationKind::try_from(self.media_kind)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.media_kind)))?;
            struct_ser.serialize_field("mediaKind", &v)?;
        }
        if !self.model.is_empty() {
            struct_ser.serialize_field("model", &self.model)?;
        }
        if self.quoted_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("quotedTokens", ToString::to_string(&self.quoted_tokens).as_str())?;
        }
        if !self.price_book_version.is_empty() {
            struct_ser.serialize_field("priceBookVersion", &self.price_book_version)?;
        }
        if !self.policy_version.is_empty() {
            struct_ser.serialize_field("policyVersion", &self.policy_version)?;
        }
        if self.list_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("listTokens", ToString::to_string(&self.list_tokens).as_str())?;
        }
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationRequested {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "media_kind",
            "mediaKind",
            "model",
            "quoted_tokens",
            "quotedTokens",
            "price_book_version",
            "priceBookVersion",
            "policy_version",
            "policyVersion",
            "list_tokens",
            "listTokens",
            "promotion_id",
            "promotionId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            MediaKind,
            Model,
            QuotedTokens,
            PriceBookVersion,
            PolicyVersion,
            ListTokens,
            PromotionId,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "mediaKind" | "media_kind" => Ok(GeneratedField::MediaKind),
                            "model" => Ok(GeneratedField::Model),
                            "quotedTokens" | "quoted_tokens" => Ok(GeneratedField::QuotedTokens),
                            "priceBookVersion" | "price_book_version" => Ok(GeneratedField::PriceBookVersion),
                            "policyVersion" | "policy_version" => Ok(GeneratedField::PolicyVersion),
                            "listTokens" | "list_tokens" => Ok(GeneratedField::ListTokens),
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationRequested;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationRequested")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationRequested, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut media_kind__ = None;
                let mut model__ = None;
                let mut quoted_tokens__ = None;
                let mut price_book_version__ = None;
                let mut policy_version__ = None;
                let mut list_tokens__ = None;
                let mut promotion_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::MediaKind => {
                            if media_kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("mediaKind"));
                            }
                            media_kind__ = Some(map_.next_value::<GenerationKind>()? as i32);
                        }
                        GeneratedField::Model => {
                            if model__.is_some() {
                                return Err(serde::de::Error::duplicate_field("model"));
                            }
                            model__ = Some(map_.next_value()?);
                        }
                        GeneratedField::QuotedTokens => {
                            if quoted_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("quotedTokens"));
                            }
                            quoted_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PriceBookVersion => {
                            if price_book_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("priceBookVersion"));
                            }
                            price_book_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PolicyVersion => {
                            if policy_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("policyVersion"));
                            }
                            policy_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ListTokens => {
                            if list_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("listTokens"));
                            }
                            list_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PromotionId => {
                            if promotion_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotionId"));
                            }
                            promotion_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationRequested {
                    media_kind: media_kind__.unwrap_or_default(),
                    model: model__.unwrap_or_default(),
                    quoted_tokens: quoted_tokens__.unwrap_or_default(),
                    price_book_version: price_book_version__.unwrap_or_default(),
                    policy_version: policy_version__.unwrap_or_default(),
                    list_tokens: list_tokens__.unwrap_or_default(),
                    promotion_id: promotion_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationRequested", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationStarted {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.provider.is_empty() {
            len += 1;
        }
        if self.attempt != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationStarted", len)?;
        if !self.provider.is_empty() {
            struct_ser.serialize_field("provider", &self.provider)?;
        }
        if self.attempt != 0 {
            struct_ser.serialize_field("attempt", &self.attempt)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationStarted {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "provider",
            "attempt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Provider,
            Attempt,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "provider" => Ok(GeneratedField::Provider),
                            "attempt" => Ok(GeneratedField::Attempt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationStarted;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationStarted")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationStarted, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut provider__ = None;
                let mut attempt__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Provider => {
                            if provider__.is_some() {
                                return Err(serde::de::Error::duplicate_field("provider"));
                            }
                            provider__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Attempt => {
                            if attempt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("attempt"));
                            }
                            attempt__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationStarted {
                    provider: provider__.unwrap_or_default(),
                    attempt: attempt__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationStarted", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationStatus {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "GENERATION_STATUS_UNSPECIFIED",
            Self::Queued => "GENERATION_STATUS_QUEUED",
            Self::Running => "GENERATION_STATUS_RUNNING",
            Self::OutcomeUnknown => "GENERATION_STATUS_OUTCOME_UNKNOWN",
            Self::Succeeded => "GENERATION_STATUS_SUCCEEDED",
            Self::Failed => "GENERATION_STATUS_FAILED",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for GenerationStatus {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "GENERATION_STATUS_UNSPECIFIED",
            "GENERATION_STATUS_QUEUED",
            "GENERATION_STATUS_RUNNING",
            "GENERATION_STATUS_OUTCOME_UNKNOWN",
            "GENERATION_STATUS_SUCCEEDED",
            "GENERATION_STATUS_FAILED",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = GenerationStatus;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "GENERATION_STATUS_UNSPECIFIED" => Ok(GenerationStatus::Unspecified),
                    "GENERATION_STATUS_QUEUED" => Ok(GenerationStatus::Queued),
                    "GENERATION_STATUS_RUNNING" => Ok(GenerationStatus::Running),
                    "GENERATION_STATUS_OUTCOME_UNKNOWN" => Ok(GenerationStatus::OutcomeUnknown),
                    "GENERATION_STATUS_SUCCEEDED" => Ok(GenerationStatus::Succeeded),
                    "GENERATION_STATUS_FAILED" => Ok(GenerationStatus::Failed),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for GenerationSucceeded {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.cost_tokens != 0 {
            len += 1;
        }
        if self.list_tokens != 0 {
            len += 1;
        }
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        if !self.price_book_version.is_empty() {
            len += 1;
        }
        if !self.provider.is_empty() {
            len += 1;
        }
        if !self.provider_job_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GenerationSucceeded", len)?;
        if self.cost_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("costTokens", ToString::to_string(&self.cost_tokens).as_str())?;
        }
        if self.list_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("listTokens", ToString::to_string(&self.list_tokens).as_str())?;
        }
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if !self.price_book_version.is_empty() {
            struct_ser.serialize_field("priceBookVersion", &self.price_book_version)?;
        }
        if !self.provider.is_empty() {
            struct_ser.serialize_field("provider", &self.provider)?;
        }
        if !self.provider_job_id.is_empty() {
            struct_ser.serialize_field("providerJobId", &self.provider_job_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GenerationSucceeded {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "cost_tokens",
            "costTokens",
            "list_tokens",
            "listTokens",
            "promotion_id",
            "promotionId",
            "price_book_version",
            "priceBookVersion",
            "provider",
            "provider_job_id",
            "providerJobId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            CostTokens,
            ListTokens,
            PromotionId,
            PriceBookVersion,
            Provider,
            ProviderJobId,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "costTokens" | "cost_tokens" => Ok(GeneratedField::CostTokens),
                            "listTokens" | "list_tokens" => Ok(GeneratedField::ListTokens),
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            "priceBookVersion" | "price_book_version" => Ok(GeneratedField::PriceBookVersion),
                            "provider" => Ok(GeneratedField::Provider),
                            "providerJobId" | "provider_job_id" => Ok(GeneratedField::ProviderJobId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GenerationSucceeded;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GenerationSucceeded")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GenerationSucceeded, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut cost_tokens__ = None;
                let mut list_tokens__ = None;
                let mut promotion_id__ = None;
                let mut price_book_version__ = None;
                let mut provider__ = None;
                let mut provider_job_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::CostTokens => {
                            if cost_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("costTokens"));
                            }
                            cost_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ListTokens => {
                            if list_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("listTokens"));
                            }
                            list_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PromotionId => {
                            if promotion_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotionId"));
                            }
                            promotion_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PriceBookVersion => {
                            if price_book_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("priceBookVersion"));
                            }
                            price_book_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Provider => {
                            if provider__.is_some() {
                                return Err(serde::de::Error::duplicate_field("provider"));
                            }
                            provider__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProviderJobId => {
                            if provider_job_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("providerJobId"));
                            }
                            provider_job_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GenerationSucceeded {
                    cost_tokens: cost_tokens__.unwrap_or_default(),
                    list_tokens: list_tokens__.unwrap_or_default(),
                    promotion_id: promotion_id__.unwrap_or_default(),
                    price_book_version: price_book_version__.unwrap_or_default(),
                    provider: provider__.unwrap_or_default(),
                    provider_job_id: provider_job_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GenerationSucceeded", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetGenerationRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.account_id.is_empty() {
            len += 1;
        }
        if !self.generation_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GetGenerationRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.generation_id.is_empty() {
            struct_ser.serialize_field("generationId", &self.generation_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetGenerationRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "generation_id",
            "generationId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            GenerationId,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "generationId" | "generation_id" => Ok(GeneratedField::GenerationId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetGenerationRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GetGenerationRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetGenerationRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut generation_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::GenerationId => {
                            if generation_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationId"));
                            }
                            generation_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetGenerationRequest {
                    account_id: account_id__.unwrap_or_default(),
                    generation_id: generation_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GetGenerationRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetGenerationResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.generation.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GetGenerationResponse", len)?;
        if let Some(v) = self.generation.as_ref() {
            struct_ser.serialize_field("generation", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetGenerationResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "generation",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Generation,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "generation" => Ok(GeneratedField::Generation),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetGenerationResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GetGenerationResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetGenerationResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut generation__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Generation => {
                            if generation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generation"));
                            }
                            generation__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetGenerationResponse {
                    generation: generation__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GetGenerationResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetMediaRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.account_id.is_empty() {
            len += 1;
        }
        if !self.generation_id.is_empty() {
            len += 1;
        }
        if self.index != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GetMediaRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.generation_id.is_empty() {
            struct_ser.serialize_field("generationId", &self.generation_id)?;
        }
        if self.index != 0 {
            struct_ser.serialize_field("index", &self.index)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetMediaRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "generation_id",
            "generationId",
            "index",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            GenerationId,
            Index,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "generationId" | "generation_id" => Ok(GeneratedField::GenerationId),
                            "index" => Ok(GeneratedField::Index),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetMediaRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GetMediaRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetMediaRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut generation_id__ = None;
                let mut index__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::GenerationId => {
                            if generation_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationId"));
                            }
                            generation_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Index => {
                            if index__.is_some() {
                                return Err(serde::de::Error::duplicate_field("index"));
                            }
                            index__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetMediaRequest {
                    account_id: account_id__.unwrap_or_default(),
                    generation_id: generation_id__.unwrap_or_default(),
                    index: index__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GetMediaRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetMediaResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.content_type.is_empty() {
            len += 1;
        }
        if !self.chunk.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GetMediaResponse", len)?;
        if !self.content_type.is_empty() {
            struct_ser.serialize_field("contentType", &self.content_type)?;
        }
        if !self.chunk.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("chunk", pbjson::private::base64::encode(&self.chunk).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetMediaResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "content_type",
            "contentType",
            "chunk",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            ContentType,
            Chunk,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "contentType" | "content_type" => Ok(GeneratedField::ContentType),
                            "chunk" => Ok(GeneratedField::Chunk),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetMediaResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GetMediaResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetMediaResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut content_type__ = None;
                let mut chunk__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::ContentType => {
                            if content_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("contentType"));
                            }
                            content_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Chunk => {
                            if chunk__.is_some() {
                                return Err(serde::de::Error::duplicate_field("chunk"));
                            }
                            chunk__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetMediaResponse {
                    content_type: content_type__.unwrap_or_default(),
                    chunk: chunk__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GetMediaResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetPricingRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GetPricingRequest", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetPricingRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                            Ok(GeneratedField::__SkipField__)
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetPricingRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GetPricingRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetPricingRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(GetPricingRequest {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GetPricingRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetPricingResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.price_book_version.is_empty() {
            len += 1;
        }
        if self.effective_from.is_some() {
            len += 1;
        }
        if !self.models.is_empty() {
            len += 1;
        }
        if !self.discounts.is_empty() {
            len += 1;
        }
        if !self.policy_version.is_empty() {
            len += 1;
        }
        if !self.settlement.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.GetPricingResponse", len)?;
        if !self.price_book_version.is_empty() {
            struct_ser.serialize_field("priceBookVersion", &self.price_book_version)?;
        }
        if let Some(v) = self.effective_from.as_ref() {
            struct_ser.serialize_field("effectiveFrom", v)?;
        }
        if !self.models.is_empty() {
            struct_ser.serialize_field("models", &self.models)?;
        }
        if !self.discounts.is_empty() {
            struct_ser.serialize_field("discounts", &self.discounts)?;
        }
        if !self.policy_version.is_empty() {
            struct_ser.serialize_field("policyVersion", &self.policy_version)?;
        }
        if !self.settlement.is_empty() {
            struct_ser.serialize_field("settlement", &self.settlement)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetPricingResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "price_book_version",
            "priceBookVersion",
            "effective_from",
            "effectiveFrom",
            "models",
            "discounts",
            "policy_version",
            "policyVersion",
            "settlement",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PriceBookVersion,
            EffectiveFrom,
            Models,
            Discounts,
            PolicyVersion,
            Settlement,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "priceBookVersion" | "price_book_version" => Ok(GeneratedField::PriceBookVersion),
                            "effectiveFrom" | "effective_from" => Ok(GeneratedField::EffectiveFrom),
                            "models" => Ok(GeneratedField::Models),
                            "discounts" => Ok(GeneratedField::Discounts),
                            "policyVersion" | "policy_version" => Ok(GeneratedField::PolicyVersion),
                            "settlement" => Ok(GeneratedField::Settlement),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetPricingResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.GetPricingResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetPricingResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut price_book_version__ = None;
                let mut effective_from__ = None;
                let mut models__ = None;
                let mut discounts__ = None;
                let mut policy_version__ = None;
                let mut settlement__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PriceBookVersion => {
                            if price_book_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("priceBookVersion"));
                            }
                            price_book_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::EffectiveFrom => {
                            if effective_from__.is_some() {
                                return Err(serde::de::Error::duplicate_field("effectiveFrom"));
                            }
                            effective_from__ = map_.next_value()?;
                        }
                        GeneratedField::Models => {
                            if models__.is_some() {
                                return Err(serde::de::Error::duplicate_field("models"));
                            }
                            models__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Discounts => {
                            if discounts__.is_some() {
                                return Err(serde::de::Error::duplicate_field("discounts"));
                            }
                            discounts__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PolicyVersion => {
                            if policy_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("policyVersion"));
                            }
                            policy_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Settlement => {
                            if settlement__.is_some() {
                                return Err(serde::de::Error::duplicate_field("settlement"));
                            }
                            settlement__ = Some(
                                map_.next_value::<std::collections::HashMap<_, _>>()?
                            );
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetPricingResponse {
                    price_book_version: price_book_version__.unwrap_or_default(),
                    effective_from: effective_from__,
                    models: models__.unwrap_or_default(),
                    discounts: discounts__.unwrap_or_default(),
                    policy_version: policy_version__.unwrap_or_default(),
                    settlement: settlement__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.GetPricingResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ImageSpec {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.width != 0 {
            len += 1;
        }
        if self.height != 0 {
            len += 1;
        }
        if self.steps != 0 {
            len += 1;
        }
        if self.count != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.ImageSpec", len)?;
        if self.width != 0 {
            struct_ser.serialize_field("width", &self.width)?;
        }
        if self.height != 0 {
            struct_ser.serialize_field("height", &self.height)?;
        }
        if self.steps != 0 {
            struct_ser.serialize_field("steps", &self.steps)?;
        }
        if self.count != 0 {
            struct_ser.serialize_field("count", &self.count)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ImageSpec {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "width",
            "height",
            "steps",
            "count",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Width,
            Height,
            Steps,
            Count,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "width" => Ok(GeneratedField::Width),
                            "height" => Ok(GeneratedField::Height),
                            "steps" => Ok(GeneratedField::Steps),
                            "count" => Ok(GeneratedField::Count),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ImageSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.ImageSpec")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ImageSpec, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut width__ = None;
                let mut height__ = None;
                let mut steps__ = None;
                let mut count__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Width => {
                            if width__.is_some() {
                                return Err(serde::de::Error::duplicate_field("width"));
                            }
                            width__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Height => {
                            if height__.is_some() {
                                return Err(serde::de::Error::duplicate_field("height"));
                            }
                            height__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Steps => {
                            if steps__.is_some() {
                                return Err(serde::de::Error::duplicate_field("steps"));
                            }
                            steps__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Count => {
                            if count__.is_some() {
                                return Err(serde::de::Error::duplicate_field("count"));
                            }
                            count__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ImageSpec {
                    width: width__.unwrap_or_default(),
                    height: height__.unwrap_or_default(),
                    steps: steps__.unwrap_or_default(),
                    count: count__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.ImageSpec", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListGenerationsRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.account_id.is_empty() {
            len += 1;
        }
        if self.limit != 0 {
            len += 1;
        }
        if !self.cursor.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.ListGenerationsRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.limit != 0 {
            struct_ser.serialize_field("limit", &self.limit)?;
        }
        if !self.cursor.is_empty() {
            struct_ser.serialize_field("cursor", &self.cursor)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListGenerationsRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "limit",
            "cursor",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            Limit,
            Cursor,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "limit" => Ok(GeneratedField::Limit),
                            "cursor" => Ok(GeneratedField::Cursor),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ListGenerationsRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.ListGenerationsRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListGenerationsRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut limit__ = None;
                let mut cursor__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Limit => {
                            if limit__.is_some() {
                                return Err(serde::de::Error::duplicate_field("limit"));
                            }
                            limit__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Cursor => {
                            if cursor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("cursor"));
                            }
                            cursor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ListGenerationsRequest {
                    account_id: account_id__.unwrap_or_default(),
                    limit: limit__.unwrap_or_default(),
                    cursor: cursor__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.ListGenerationsRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListGenerationsResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.generations.is_empty() {
            len += 1;
        }
        if !self.next_cursor.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.ListGenerationsResponse", len)?;
        if !self.generations.is_empty() {
            struct_ser.serialize_field("generations", &self.generations)?;
        }
        if !self.next_cursor.is_empty() {
            struct_ser.serialize_field("nextCursor", &self.next_cursor)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListGenerationsResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "generations",
            "next_cursor",
            "nextCursor",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Generations,
            NextCursor,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "generations" => Ok(GeneratedField::Generations),
                            "nextCursor" | "next_cursor" => Ok(GeneratedField::NextCursor),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ListGenerationsResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.ListGenerationsResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListGenerationsResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut generations__ = None;
                let mut next_cursor__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Generations => {
                            if generations__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generations"));
                            }
                            generations__ = Some(map_.next_value()?);
                        }
                        GeneratedField::NextCursor => {
                            if next_cursor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("nextCursor"));
                            }
                            next_cursor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ListGenerationsResponse {
                    generations: generations__.unwrap_or_default(),
                    next_cursor: next_cursor__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.ListGenerationsResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Media {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.index != 0 {
            len += 1;
        }
        if !self.content_type.is_empty() {
            len += 1;
        }
        if self.bytes != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Media", len)?;
        if self.index != 0 {
            struct_ser.serialize_field("index", &self.index)?;
        }
        if !self.content_type.is_empty() {
            struct_ser.serialize_field("contentType", &self.content_type)?;
        }
        if self.bytes != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("bytes", ToString::to_string(&self.bytes).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Media {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "index",
            "content_type",
            "contentType",
            "bytes",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Index,
            ContentType,
            Bytes,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "index" => Ok(GeneratedField::Index),
                            "contentType" | "content_type" => Ok(GeneratedField::ContentType),
                            "bytes" => Ok(GeneratedField::Bytes),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Media;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Media")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Media, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut index__ = None;
                let mut content_type__ = None;
                let mut bytes__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Index => {
                            if index__.is_some() {
                                return Err(serde::de::Error::duplicate_field("index"));
                            }
                            index__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ContentType => {
                            if content_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("contentType"));
                            }
                            content_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Bytes => {
                            if bytes__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bytes"));
                            }
                            bytes__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Media {
                    index: index__.unwrap_or_default(),
                    content_type: content_type__.unwrap_or_default(),
                    bytes: bytes__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Media", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ModelPricing {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.model.is_empty() {
            len += 1;
        }
        if self.kind != 0 {
            len += 1;
        }
        if !self.name.is_empty() {
            len += 1;
        }
        if !self.rates.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.ModelPricing", len)?;
        if !self.model.is_empty() {
            struct_ser.serialize_field("model", &self.model)?;
        }
        if self.kind != 0 {
            let v = GenerationKind::try_from(self.kind)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.kind)))?;
            struct_ser.serialize_field("kind", &v)?;
        }
        if !self.name.is_empty() {
            struct_ser.serialize_field("name", &self.name)?;
        }
        if !self.rates.is_empty() {
            struct_ser.serialize_field("rates", &self.rates)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ModelPricing {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "model",
            "kind",
            "name",
            "rates",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Model,
            Kind,
            Name,
            Rates,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "model" => Ok(GeneratedField::Model),
                            "kind" => Ok(GeneratedField::Kind),
                            "name" => Ok(GeneratedField::Name),
                            "rates" => Ok(GeneratedField::Rates),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ModelPricing;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.ModelPricing")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ModelPricing, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut model__ = None;
                let mut kind__ = None;
                let mut name__ = None;
                let mut rates__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Model => {
                            if model__.is_some() {
                                return Err(serde::de::Error::duplicate_field("model"));
                            }
                            model__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Kind => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kind"));
                            }
                            kind__ = Some(map_.next_value::<GenerationKind>()? as i32);
                        }
                        GeneratedField::Name => {
                            if name__.is_some() {
                                return Err(serde::de::Error::duplicate_field("name"));
                            }
                            name__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Rates => {
                            if rates__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rates"));
                            }
                            rates__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ModelPricing {
                    model: model__.unwrap_or_default(),
                    kind: kind__.unwrap_or_default(),
                    name: name__.unwrap_or_default(),
                    rates: rates__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.ModelPricing", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Quote {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.tokens != 0 {
            len += 1;
        }
        if self.list_tokens != 0 {
            len += 1;
        }
        if !self.lines.is_empty() {
            len += 1;
        }
        if !self.price_book_version.is_empty() {
            len += 1;
        }
        if self.discount.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Quote", len)?;
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.list_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("listTokens", ToString::to_string(&self.list_tokens).as_str())?;
        }
        if !self.lines.is_empty() {
            struct_ser.serialize_field("lines", &self.lines)?;
        }
        if !self.price_book_version.is_empty() {
            struct_ser.serialize_field("priceBookVersion", &self.price_book_version)?;
        }
        if let Some(v) = self.discount.as_ref() {
            struct_ser.serialize_field("discount", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Quote {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tokens",
            "list_tokens",
            "listTokens",
            "lines",
            "price_book_version",
            "priceBookVersion",
            "discount",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tokens,
            ListTokens,
            Lines,
            PriceBookVersion,
            Discount,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "tokens" => Ok(GeneratedField::Tokens),
                            "listTokens" | "list_tokens" => Ok(GeneratedField::ListTokens),
                            "lines" => Ok(GeneratedField::Lines),
                            "priceBookVersion" | "price_book_version" => Ok(GeneratedField::PriceBookVersion),
                            "discount" => Ok(GeneratedField::Discount),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Quote;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Quote")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Quote, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tokens__ = None;
                let mut list_tokens__ = None;
                let mut lines__ = None;
                let mut price_book_version__ = None;
                let mut discount__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ListTokens => {
                            if list_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("listTokens"));
                            }
                            list_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Lines => {
                            if lines__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lines"));
                            }
                            lines__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PriceBookVersion => {
                            if price_book_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("priceBookVersion"));
                            }
                            price_book_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Discount => {
                            if discount__.is_some() {
                                return Err(serde::de::Error::duplicate_field("discount"));
                            }
                            discount__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Quote {
                    tokens: tokens__.unwrap_or_default(),
                    list_tokens: list_tokens__.unwrap_or_default(),
                    lines: lines__.unwrap_or_default(),
                    price_book_version: price_book_version__.unwrap_or_default(),
                    discount: discount__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Quote", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for QuoteLine {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.code.is_empty() {
            len += 1;
        }
        if !self.label.is_empty() {
            len += 1;
        }
        if self.quantity != 0 {
            len += 1;
        }
        if self.unit_millitokens != 0 {
            len += 1;
        }
        if self.millitokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.QuoteLine", len)?;
        if !self.code.is_empty() {
            struct_ser.serialize_field("code", &self.code)?;
        }
        if !self.label.is_empty() {
            struct_ser.serialize_field("label", &self.label)?;
        }
        if self.quantity != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("quantity", ToString::to_string(&self.quantity).as_str())?;
        }
        if self.unit_millitokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("unitMillitokens", ToString::to_string(&self.unit_millitokens).as_str())?;
        }
        if self.millitokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("millitokens", ToString::to_string(&self.millitokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for QuoteLine {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "code",
            "label",
            "quantity",
            "unit_millitokens",
            "unitMillitokens",
            "millitokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Code,
            Label,
            Quantity,
            UnitMillitokens,
            Millitokens,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "code" => Ok(GeneratedField::Code),
                            "label" => Ok(GeneratedField::Label),
                            "quantity" => Ok(GeneratedField::Quantity),
                            "unitMillitokens" | "unit_millitokens" => Ok(GeneratedField::UnitMillitokens),
                            "millitokens" => Ok(GeneratedField::Millitokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = QuoteLine;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.QuoteLine")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<QuoteLine, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut code__ = None;
                let mut label__ = None;
                let mut quantity__ = None;
                let mut unit_millitokens__ = None;
                let mut millitokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Code => {
                            if code__.is_some() {
                                return Err(serde::de::Error::duplicate_field("code"));
                            }
                            code__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Label => {
                            if label__.is_some() {
                                return Err(serde::de::Error::duplicate_field("label"));
                            }
                            label__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Quantity => {
                            if quantity__.is_some() {
                                return Err(serde::de::Error::duplicate_field("quantity"));
                            }
                            quantity__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::UnitMillitokens => {
                            if unit_millitokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("unitMillitokens"));
                            }
                            unit_millitokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Millitokens => {
                            if millitokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("millitokens"));
                            }
                            millitokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(QuoteLine {
                    code: code__.unwrap_or_default(),
                    label: label__.unwrap_or_default(),
                    quantity: quantity__.unwrap_or_default(),
                    unit_millitokens: unit_millitokens__.unwrap_or_default(),
                    millitokens: millitokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.QuoteLine", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for QuoteRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.work.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.QuoteRequest", len)?;
        if let Some(v) = self.work.as_ref() {
            struct_ser.serialize_field("work", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for QuoteRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "work",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Work,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "work" => Ok(GeneratedField::Work),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = QuoteRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.QuoteRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<QuoteRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut work__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Work => {
                            if work__.is_some() {
                                return Err(serde::de::Error::duplicate_field("work"));
                            }
                            work__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(QuoteRequest {
                    work: work__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.QuoteRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for QuoteResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.quote.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.QuoteResponse", len)?;
        if let Some(v) = self.quote.as_ref() {
            struct_ser.serialize_field("quote", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for QuoteResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "quote",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Quote,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "quote" => Ok(GeneratedField::Quote),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = QuoteResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.QuoteResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<QuoteResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut quote__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Quote => {
                            if quote__.is_some() {
                                return Err(serde::de::Error::duplicate_field("quote"));
                            }
                            quote__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(QuoteResponse {
                    quote: quote__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.QuoteResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Rate {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.code.is_empty() {
            len += 1;
        }
        if !self.unit.is_empty() {
            len += 1;
        }
        if self.millitokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Rate", len)?;
        if !self.code.is_empty() {
            struct_ser.serialize_field("code", &self.code)?;
        }
        if !self.unit.is_empty() {
            struct_ser.serialize_field("unit", &self.unit)?;
        }
        if self.millitokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("millitokens", ToString::to_string(&self.millitokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Rate {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "code",
            "unit",
            "millitokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Code,
            Unit,
            Millitokens,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "code" => Ok(GeneratedField::Code),
                            "unit" => Ok(GeneratedField::Unit),
                            "millitokens" => Ok(GeneratedField::Millitokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Rate;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Rate")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Rate, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut code__ = None;
                let mut unit__ = None;
                let mut millitokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Code => {
                            if code__.is_some() {
                                return Err(serde::de::Error::duplicate_field("code"));
                            }
                            code__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Unit => {
                            if unit__.is_some() {
                                return Err(serde::de::Error::duplicate_field("unit"));
                            }
                            unit__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Millitokens => {
                            if millitokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("millitokens"));
                            }
                            millitokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Rate {
                    code: code__.unwrap_or_default(),
                    unit: unit__.unwrap_or_default(),
                    millitokens: millitokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Rate", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for UploadImageRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.account_id.is_empty() {
            len += 1;
        }
        if !self.content.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.UploadImageRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.content.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("content", pbjson::private::base64::encode(&self.content).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for UploadImageRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "content",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            Content,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "content" => Ok(GeneratedField::Content),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = UploadImageRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.UploadImageRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<UploadImageRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut content__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Content => {
                            if content__.is_some() {
                                return Err(serde::de::Error::duplicate_field("content"));
                            }
                            content__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(UploadImageRequest {
                    account_id: account_id__.unwrap_or_default(),
                    content: content__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.UploadImageRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for UploadImageResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.image_id.is_empty() {
            len += 1;
        }
        if !self.content_type.is_empty() {
            len += 1;
        }
        if self.width != 0 {
            len += 1;
        }
        if self.height != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.UploadImageResponse", len)?;
        if !self.image_id.is_empty() {
            struct_ser.serialize_field("imageId", &self.image_id)?;
        }
        if !self.content_type.is_empty() {
            struct_ser.serialize_field("contentType", &self.content_type)?;
        }
        if self.width != 0 {
            struct_ser.serialize_field("width", &self.width)?;
        }
        if self.height != 0 {
            struct_ser.serialize_field("height", &self.height)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for UploadImageResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "image_id",
            "imageId",
            "content_type",
            "contentType",
            "width",
            "height",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            ImageId,
            ContentType,
            Width,
            Height,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "imageId" | "image_id" => Ok(GeneratedField::ImageId),
                            "contentType" | "content_type" => Ok(GeneratedField::ContentType),
                            "width" => Ok(GeneratedField::Width),
                            "height" => Ok(GeneratedField::Height),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = UploadImageResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.UploadImageResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<UploadImageResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut image_id__ = None;
                let mut content_type__ = None;
                let mut width__ = None;
                let mut height__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::ImageId => {
                            if image_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("imageId"));
                            }
                            image_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ContentType => {
                            if content_type__.is_some() {
                                return Err(serde::de::Error::duplicate_field("contentType"));
                            }
                            content_type__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Width => {
                            if width__.is_some() {
                                return Err(serde::de::Error::duplicate_field("width"));
                            }
                            width__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Height => {
                            if height__.is_some() {
                                return Err(serde::de::Error::duplicate_field("height"));
                            }
                            height__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(UploadImageResponse {
                    image_id: image_id__.unwrap_or_default(),
                    content_type: content_type__.unwrap_or_default(),
                    width: width__.unwrap_or_default(),
                    height: height__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.UploadImageResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for VideoSpec {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.duration_seconds != 0 {
            len += 1;
        }
        if !self.resolution.is_empty() {
            len += 1;
        }
        if self.fps != 0 {
            len += 1;
        }
        if self.audio {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.VideoSpec", len)?;
        if self.duration_seconds != 0 {
            struct_ser.serialize_field("durationSeconds", &self.duration_seconds)?;
        }
        if !self.resolution.is_empty() {
            struct_ser.serialize_field("resolution", &self.resolution)?;
        }
        if self.fps != 0 {
            struct_ser.serialize_field("fps", &self.fps)?;
        }
        if self.audio {
            struct_ser.serialize_field("audio", &self.audio)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for VideoSpec {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "duration_seconds",
            "durationSeconds",
            "resolution",
            "fps",
            "audio",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DurationSeconds,
            Resolution,
            Fps,
            Audio,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "durationSeconds" | "duration_seconds" => Ok(GeneratedField::DurationSeconds),
                            "resolution" => Ok(GeneratedField::Resolution),
                            "fps" => Ok(GeneratedField::Fps),
                            "audio" => Ok(GeneratedField::Audio),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = VideoSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.VideoSpec")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<VideoSpec, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut duration_seconds__ = None;
                let mut resolution__ = None;
                let mut fps__ = None;
                let mut audio__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DurationSeconds => {
                            if duration_seconds__.is_some() {
                                return Err(serde::de::Error::duplicate_field("durationSeconds"));
                            }
                            duration_seconds__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Resolution => {
                            if resolution__.is_some() {
                                return Err(serde::de::Error::duplicate_field("resolution"));
                            }
                            resolution__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Fps => {
                            if fps__.is_some() {
                                return Err(serde::de::Error::duplicate_field("fps"));
                            }
                            fps__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Audio => {
                            if audio__.is_some() {
                                return Err(serde::de::Error::duplicate_field("audio"));
                            }
                            audio__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(VideoSpec {
                    duration_seconds: duration_seconds__.unwrap_or_default(),
                    resolution: resolution__.unwrap_or_default(),
                    fps: fps__.unwrap_or_default(),
                    audio: audio__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.VideoSpec", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WatchGenerationRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.account_id.is_empty() {
            len += 1;
        }
        if !self.generation_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.WatchGenerationRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.generation_id.is_empty() {
            struct_ser.serialize_field("generationId", &self.generation_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WatchGenerationRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "generation_id",
            "generationId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            GenerationId,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "generationId" | "generation_id" => Ok(GeneratedField::GenerationId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WatchGenerationRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.WatchGenerationRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WatchGenerationRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut generation_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::GenerationId => {
                            if generation_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generationId"));
                            }
                            generation_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WatchGenerationRequest {
                    account_id: account_id__.unwrap_or_default(),
                    generation_id: generation_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.WatchGenerationRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WatchGenerationResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.generation.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.WatchGenerationResponse", len)?;
        if let Some(v) = self.generation.as_ref() {
            struct_ser.serialize_field("generation", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WatchGenerationResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "generation",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Generation,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "generation" => Ok(GeneratedField::Generation),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WatchGenerationResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.WatchGenerationResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WatchGenerationResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut generation__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Generation => {
                            if generation__.is_some() {
                                return Err(serde::de::Error::duplicate_field("generation"));
                            }
                            generation__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WatchGenerationResponse {
                    generation: generation__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.WatchGenerationResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Work {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.model.is_empty() {
            len += 1;
        }
        if !self.reference_image_ids.is_empty() {
            len += 1;
        }
        if self.spec.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.generation.v1.Work", len)?;
        if !self.model.is_empty() {
            struct_ser.serialize_field("model", &self.model)?;
        }
        if !self.reference_image_ids.is_empty() {
            struct_ser.serialize_field("referenceImageIds", &self.reference_image_ids)?;
        }
        if let Some(v) = self.spec.as_ref() {
            match v {
                work::Spec::Video(v) => {
                    struct_ser.serialize_field("video", v)?;
                }
                work::Spec::Image(v) => {
                    struct_ser.serialize_field("image", v)?;
                }
                work::Spec::Chat(v) => {
                    struct_ser.serialize_field("chat", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Work {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "model",
            "reference_image_ids",
            "referenceImageIds",
            "video",
            "image",
            "chat",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Model,
            ReferenceImageIds,
            Video,
            Image,
            Chat,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "model" => Ok(GeneratedField::Model),
                            "referenceImageIds" | "reference_image_ids" => Ok(GeneratedField::ReferenceImageIds),
                            "video" => Ok(GeneratedField::Video),
                            "image" => Ok(GeneratedField::Image),
                            "chat" => Ok(GeneratedField::Chat),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Work;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.generation.v1.Work")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Work, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut model__ = None;
                let mut reference_image_ids__ = None;
                let mut spec__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Model => {
                            if model__.is_some() {
                                return Err(serde::de::Error::duplicate_field("model"));
                            }
                            model__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ReferenceImageIds => {
                            if reference_image_ids__.is_some() {
                                return Err(serde::de::Error::duplicate_field("referenceImageIds"));
                            }
                            reference_image_ids__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Video => {
                            if spec__.is_some() {
                                return Err(serde::de::Error::duplicate_field("video"));
                            }
                            spec__ = map_.next_value::<::std::option::Option<_>>()?.map(work::Spec::Video)
;
                        }
                        GeneratedField::Image => {
                            if spec__.is_some() {
                                return Err(serde::de::Error::duplicate_field("image"));
                            }
                            spec__ = map_.next_value::<::std::option::Option<_>>()?.map(work::Spec::Image)
;
                        }
                        GeneratedField::Chat => {
                            if spec__.is_some() {
                                return Err(serde::de::Error::duplicate_field("chat"));
                            }
                            spec__ = map_.next_value::<::std::option::Option<_>>()?.map(work::Spec::Chat)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Work {
                    model: model__.unwrap_or_default(),
                    reference_image_ids: reference_image_ids__.unwrap_or_default(),
                    spec: spec__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.generation.v1.Work", FIELDS, GeneratedVisitor)
    }
}
