impl serde::Serialize for ClaimPromotionRequest {
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
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        if !self.idempotency_key.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ClaimPromotionRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ClaimPromotionRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "promotion_id",
            "promotionId",
            "idempotency_key",
            "idempotencyKey",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            PromotionId,
            IdempotencyKey,
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
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            "idempotencyKey" | "idempotency_key" => Ok(GeneratedField::IdempotencyKey),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ClaimPromotionRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ClaimPromotionRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ClaimPromotionRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut promotion_id__ = None;
                let mut idempotency_key__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PromotionId => {
                            if promotion_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotionId"));
                            }
                            promotion_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::IdempotencyKey => {
                            if idempotency_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("idempotencyKey"));
                            }
                            idempotency_key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ClaimPromotionRequest {
                    account_id: account_id__.unwrap_or_default(),
                    promotion_id: promotion_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ClaimPromotionRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ClaimPromotionResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.grant_id.is_empty() {
            len += 1;
        }
        if self.promotion.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ClaimPromotionResponse", len)?;
        if !self.grant_id.is_empty() {
            struct_ser.serialize_field("grantId", &self.grant_id)?;
        }
        if let Some(v) = self.promotion.as_ref() {
            struct_ser.serialize_field("promotion", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ClaimPromotionResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "grant_id",
            "grantId",
            "promotion",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            GrantId,
            Promotion,
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
                            "grantId" | "grant_id" => Ok(GeneratedField::GrantId),
                            "promotion" => Ok(GeneratedField::Promotion),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ClaimPromotionResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ClaimPromotionResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ClaimPromotionResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut grant_id__ = None;
                let mut promotion__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::GrantId => {
                            if grant_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("grantId"));
                            }
                            grant_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Promotion => {
                            if promotion__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotion"));
                            }
                            promotion__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ClaimPromotionResponse {
                    grant_id: grant_id__.unwrap_or_default(),
                    promotion: promotion__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ClaimPromotionResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DeliverWebhookRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.body.is_empty() {
            len += 1;
        }
        if !self.signature.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.DeliverWebhookRequest", len)?;
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.body.is_empty() {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("body", pbjson::private::base64::encode(&self.body).as_str())?;
        }
        if !self.signature.is_empty() {
            struct_ser.serialize_field("signature", &self.signature)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DeliverWebhookRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "processor",
            "body",
            "signature",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Processor,
            Body,
            Signature,
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
                            "processor" => Ok(GeneratedField::Processor),
                            "body" => Ok(GeneratedField::Body),
                            "signature" => Ok(GeneratedField::Signature),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DeliverWebhookRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.DeliverWebhookRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DeliverWebhookRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut processor__ = None;
                let mut body__ = None;
                let mut signature__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Body => {
                            if body__.is_some() {
                                return Err(serde::de::Error::duplicate_field("body"));
                            }
                            body__ = 
                                Some(map_.next_value::<::pbjson::private::BytesDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Signature => {
                            if signature__.is_some() {
                                return Err(serde::de::Error::duplicate_field("signature"));
                            }
                            signature__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(DeliverWebhookRequest {
                    processor: processor__.unwrap_or_default(),
                    body: body__.unwrap_or_default(),
                    signature: signature__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.DeliverWebhookRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DeliverWebhookResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.payments.v1.DeliverWebhookResponse", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DeliverWebhookResponse {
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
            type Value = DeliverWebhookResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.DeliverWebhookResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DeliverWebhookResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(DeliverWebhookResponse {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.DeliverWebhookResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DisputeLost {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.dispute_id.is_empty() {
            len += 1;
        }
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if self.amount.is_some() {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_dispute_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.DisputeLost", len)?;
        if !self.dispute_id.is_empty() {
            struct_ser.serialize_field("disputeId", &self.dispute_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if let Some(v) = self.amount.as_ref() {
            struct_ser.serialize_field("amount", v)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_dispute_id.is_empty() {
            struct_ser.serialize_field("processorDisputeId", &self.processor_dispute_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DisputeLost {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "dispute_id",
            "disputeId",
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
            "amount",
            "processor",
            "processor_dispute_id",
            "processorDisputeId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DisputeId,
            OrderId,
            PaymentId,
            Amount,
            Processor,
            ProcessorDisputeId,
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
                            "disputeId" | "dispute_id" => Ok(GeneratedField::DisputeId),
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "amount" => Ok(GeneratedField::Amount),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorDisputeId" | "processor_dispute_id" => Ok(GeneratedField::ProcessorDisputeId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DisputeLost;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.DisputeLost")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DisputeLost, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut dispute_id__ = None;
                let mut order_id__ = None;
                let mut payment_id__ = None;
                let mut amount__ = None;
                let mut processor__ = None;
                let mut processor_dispute_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DisputeId => {
                            if dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeId"));
                            }
                            dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Amount => {
                            if amount__.is_some() {
                                return Err(serde::de::Error::duplicate_field("amount"));
                            }
                            amount__ = map_.next_value()?;
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorDisputeId => {
                            if processor_dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorDisputeId"));
                            }
                            processor_dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(DisputeLost {
                    dispute_id: dispute_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                    amount: amount__,
                    processor: processor__.unwrap_or_default(),
                    processor_dispute_id: processor_dispute_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.DisputeLost", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DisputeOpened {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.dispute_id.is_empty() {
            len += 1;
        }
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if self.amount.is_some() {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_dispute_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.DisputeOpened", len)?;
        if !self.dispute_id.is_empty() {
            struct_ser.serialize_field("disputeId", &self.dispute_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if let Some(v) = self.amount.as_ref() {
            struct_ser.serialize_field("amount", v)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_dispute_id.is_empty() {
            struct_ser.serialize_field("processorDisputeId", &self.processor_dispute_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DisputeOpened {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "dispute_id",
            "disputeId",
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
            "amount",
            "processor",
            "processor_dispute_id",
            "processorDisputeId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DisputeId,
            OrderId,
            PaymentId,
            Amount,
            Processor,
            ProcessorDisputeId,
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
                            "disputeId" | "dispute_id" => Ok(GeneratedField::DisputeId),
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "amount" => Ok(GeneratedField::Amount),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorDisputeId" | "processor_dispute_id" => Ok(GeneratedField::ProcessorDisputeId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DisputeOpened;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.DisputeOpened")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DisputeOpened, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut dispute_id__ = None;
                let mut order_id__ = None;
                let mut payment_id__ = None;
                let mut amount__ = None;
                let mut processor__ = None;
                let mut processor_dispute_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DisputeId => {
                            if dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeId"));
                            }
                            dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Amount => {
                            if amount__.is_some() {
                                return Err(serde::de::Error::duplicate_field("amount"));
                            }
                            amount__ = map_.next_value()?;
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorDisputeId => {
                            if processor_dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorDisputeId"));
                            }
                            processor_dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(DisputeOpened {
                    dispute_id: dispute_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                    amount: amount__,
                    processor: processor__.unwrap_or_default(),
                    processor_dispute_id: processor_dispute_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.DisputeOpened", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DisputeWon {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.dispute_id.is_empty() {
            len += 1;
        }
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_dispute_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.DisputeWon", len)?;
        if !self.dispute_id.is_empty() {
            struct_ser.serialize_field("disputeId", &self.dispute_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_dispute_id.is_empty() {
            struct_ser.serialize_field("processorDisputeId", &self.processor_dispute_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DisputeWon {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "dispute_id",
            "disputeId",
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
            "processor",
            "processor_dispute_id",
            "processorDisputeId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DisputeId,
            OrderId,
            PaymentId,
            Processor,
            ProcessorDisputeId,
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
                            "disputeId" | "dispute_id" => Ok(GeneratedField::DisputeId),
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorDisputeId" | "processor_dispute_id" => Ok(GeneratedField::ProcessorDisputeId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DisputeWon;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.DisputeWon")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DisputeWon, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut dispute_id__ = None;
                let mut order_id__ = None;
                let mut payment_id__ = None;
                let mut processor__ = None;
                let mut processor_dispute_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DisputeId => {
                            if dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeId"));
                            }
                            dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorDisputeId => {
                            if processor_dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorDisputeId"));
                            }
                            processor_dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(DisputeWon {
                    dispute_id: dispute_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                    processor: processor__.unwrap_or_default(),
                    processor_dispute_id: processor_dispute_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.DisputeWon", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetOrderRequest {
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
        if !self.order_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.GetOrderRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetOrderRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "order_id",
            "orderId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            OrderId,
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
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetOrderRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.GetOrderRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetOrderRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut order_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetOrderRequest {
                    account_id: account_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.GetOrderRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetOrderResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.order.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.GetOrderResponse", len)?;
        if let Some(v) = self.order.as_ref() {
            struct_ser.serialize_field("order", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetOrderResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Order,
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
                            "order" => Ok(GeneratedField::Order),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetOrderResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.GetOrderResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetOrderResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Order => {
                            if order__.is_some() {
                                return Err(serde::de::Error::duplicate_field("order"));
                            }
                            order__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetOrderResponse {
                    order: order__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.GetOrderResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListOrdersRequest {
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
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ListOrdersRequest", len)?;
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
impl<'de> serde::Deserialize<'de> for ListOrdersRequest {
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
            type Value = ListOrdersRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ListOrdersRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListOrdersRequest, V::Error>
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
                Ok(ListOrdersRequest {
                    account_id: account_id__.unwrap_or_default(),
                    limit: limit__.unwrap_or_default(),
                    cursor: cursor__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ListOrdersRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListOrdersResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.orders.is_empty() {
            len += 1;
        }
        if !self.next_cursor.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ListOrdersResponse", len)?;
        if !self.orders.is_empty() {
            struct_ser.serialize_field("orders", &self.orders)?;
        }
        if !self.next_cursor.is_empty() {
            struct_ser.serialize_field("nextCursor", &self.next_cursor)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListOrdersResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "orders",
            "next_cursor",
            "nextCursor",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Orders,
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
                            "orders" => Ok(GeneratedField::Orders),
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
            type Value = ListOrdersResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ListOrdersResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListOrdersResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut orders__ = None;
                let mut next_cursor__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Orders => {
                            if orders__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orders"));
                            }
                            orders__ = Some(map_.next_value()?);
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
                Ok(ListOrdersResponse {
                    orders: orders__.unwrap_or_default(),
                    next_cursor: next_cursor__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ListOrdersResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListPackagesRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ListPackagesRequest", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListPackagesRequest {
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
            type Value = ListPackagesRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ListPackagesRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListPackagesRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(ListPackagesRequest {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ListPackagesRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListPackagesResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.packages.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ListPackagesResponse", len)?;
        if !self.packages.is_empty() {
            struct_ser.serialize_field("packages", &self.packages)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListPackagesResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "packages",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Packages,
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
                            "packages" => Ok(GeneratedField::Packages),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ListPackagesResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ListPackagesResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListPackagesResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut packages__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Packages => {
                            if packages__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packages"));
                            }
                            packages__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ListPackagesResponse {
                    packages: packages__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ListPackagesResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListPromotionsRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ListPromotionsRequest", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListPromotionsRequest {
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
            type Value = ListPromotionsRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ListPromotionsRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListPromotionsRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(ListPromotionsRequest {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ListPromotionsRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListPromotionsResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.promotions.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.ListPromotionsResponse", len)?;
        if !self.promotions.is_empty() {
            struct_ser.serialize_field("promotions", &self.promotions)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListPromotionsResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "promotions",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Promotions,
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
                            "promotions" => Ok(GeneratedField::Promotions),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ListPromotionsResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.ListPromotionsResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListPromotionsResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut promotions__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Promotions => {
                            if promotions__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotions"));
                            }
                            promotions__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ListPromotionsResponse {
                    promotions: promotions__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.ListPromotionsResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Order {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.account_id.is_empty() {
            len += 1;
        }
        if self.package.is_some() {
            len += 1;
        }
        if self.status != 0 {
            len += 1;
        }
        if self.placed_at.is_some() {
            len += 1;
        }
        if self.paid_at.is_some() {
            len += 1;
        }
        if self.credited_at.is_some() {
            len += 1;
        }
        if !self.receipt_number.is_empty() {
            len += 1;
        }
        if !self.steps.is_empty() {
            len += 1;
        }
        if self.last_failure != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.Order", len)?;
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if let Some(v) = self.package.as_ref() {
            struct_ser.serialize_field("package", v)?;
        }
        if self.status != 0 {
            let v = OrderStatus::try_from(self.status)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.status)))?;
            struct_ser.serialize_field("status", &v)?;
        }
        if let Some(v) = self.placed_at.as_ref() {
            struct_ser.serialize_field("placedAt", v)?;
        }
        if let Some(v) = self.paid_at.as_ref() {
            struct_ser.serialize_field("paidAt", v)?;
        }
        if let Some(v) = self.credited_at.as_ref() {
            struct_ser.serialize_field("creditedAt", v)?;
        }
        if !self.receipt_number.is_empty() {
            struct_ser.serialize_field("receiptNumber", &self.receipt_number)?;
        }
        if !self.steps.is_empty() {
            struct_ser.serialize_field("steps", &self.steps)?;
        }
        if self.last_failure != 0 {
            let v = super::super::common::v1::Reason::try_from(self.last_failure)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.last_failure)))?;
            struct_ser.serialize_field("lastFailure", &v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Order {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order_id",
            "orderId",
            "account_id",
            "accountId",
            "package",
            "status",
            "placed_at",
            "placedAt",
            "paid_at",
            "paidAt",
            "credited_at",
            "creditedAt",
            "receipt_number",
            "receiptNumber",
            "steps",
            "last_failure",
            "lastFailure",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            OrderId,
            AccountId,
            Package,
            Status,
            PlacedAt,
            PaidAt,
            CreditedAt,
            ReceiptNumber,
            Steps,
            LastFailure,
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
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "package" => Ok(GeneratedField::Package),
                            "status" => Ok(GeneratedField::Status),
                            "placedAt" | "placed_at" => Ok(GeneratedField::PlacedAt),
                            "paidAt" | "paid_at" => Ok(GeneratedField::PaidAt),
                            "creditedAt" | "credited_at" => Ok(GeneratedField::CreditedAt),
                            "receiptNumber" | "receipt_number" => Ok(GeneratedField::ReceiptNumber),
                            "steps" => Ok(GeneratedField::Steps),
                            "lastFailure" | "last_failure" => Ok(GeneratedField::LastFailure),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Order;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.Order")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Order, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order_id__ = None;
                let mut account_id__ = None;
                let mut package__ = None;
                let mut status__ = None;
                let mut placed_at__ = None;
                let mut paid_at__ = None;
                let mut credited_at__ = None;
                let mut receipt_number__ = None;
                let mut steps__ = None;
                let mut last_failure__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Package => {
                            if package__.is_some() {
                                return Err(serde::de::Error::duplicate_field("package"));
                            }
                            package__ = map_.next_value()?;
                        }
                        GeneratedField::Status => {
                            if status__.is_some() {
                                return Err(serde::de::Error::duplicate_field("status"));
                            }
                            status__ = Some(map_.next_value::<OrderStatus>()? as i32);
                        }
                        GeneratedField::PlacedAt => {
                            if placed_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("placedAt"));
                            }
                            placed_at__ = map_.next_value()?;
                        }
                        GeneratedField::PaidAt => {
                            if paid_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paidAt"));
                            }
                            paid_at__ = map_.next_value()?;
                        }
                        GeneratedField::CreditedAt => {
                            if credited_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("creditedAt"));
                            }
                            credited_at__ = map_.next_value()?;
                        }
                        GeneratedField::ReceiptNumber => {
                            if receipt_number__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receiptNumber"));
                            }
                            receipt_number__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Steps => {
                            if steps__.is_some() {
                                return Err(serde::de::Error::duplicate_field("steps"));
                            }
                            steps__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LastFailure => {
                            if last_failure__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lastFailure"));
                            }
                            last_failure__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Order {
                    order_id: order_id__.unwrap_or_default(),
                    account_id: account_id__.unwrap_or_default(),
                    package: package__,
                    status: status__.unwrap_or_default(),
                    placed_at: placed_at__,
                    paid_at: paid_at__,
                    credited_at: credited_at__,
                    receipt_number: receipt_number__.unwrap_or_default(),
                    steps: steps__.unwrap_or_default(),
                    last_failure: last_failure__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.Order", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for OrderPlaced {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.package_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.price.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.OrderPlaced", len)?;
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.package_id.is_empty() {
            struct_ser.serialize_field("packageId", &self.package_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.price.as_ref() {
            struct_ser.serialize_field("price", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for OrderPlaced {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order_id",
            "orderId",
            "package_id",
            "packageId",
            "tokens",
            "price",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            OrderId,
            PackageId,
            Tokens,
            Price,
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
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "packageId" | "package_id" => Ok(GeneratedField::PackageId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "price" => Ok(GeneratedField::Price),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = OrderPlaced;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.OrderPlaced")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<OrderPlaced, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order_id__ = None;
                let mut package_id__ = None;
                let mut tokens__ = None;
                let mut price__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PackageId => {
                            if package_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packageId"));
                            }
                            package_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Price => {
                            if price__.is_some() {
                                return Err(serde::de::Error::duplicate_field("price"));
                            }
                            price__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(OrderPlaced {
                    order_id: order_id__.unwrap_or_default(),
                    package_id: package_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    price: price__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.OrderPlaced", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for OrderStatus {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "ORDER_STATUS_UNSPECIFIED",
            Self::Pending => "ORDER_STATUS_PENDING",
            Self::Processing => "ORDER_STATUS_PROCESSING",
            Self::Paid => "ORDER_STATUS_PAID",
            Self::Credited => "ORDER_STATUS_CREDITED",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for OrderStatus {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "ORDER_STATUS_UNSPECIFIED",
            "ORDER_STATUS_PENDING",
            "ORDER_STATUS_PROCESSING",
            "ORDER_STATUS_PAID",
            "ORDER_STATUS_CREDITED",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = OrderStatus;

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
                    "ORDER_STATUS_UNSPECIFIED" => Ok(OrderStatus::Unspecified),
                    "ORDER_STATUS_PENDING" => Ok(OrderStatus::Pending),
                    "ORDER_STATUS_PROCESSING" => Ok(OrderStatus::Processing),
                    "ORDER_STATUS_PAID" => Ok(OrderStatus::Paid),
                    "ORDER_STATUS_CREDITED" => Ok(OrderStatus::Credited),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for OrderStep {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.step.is_empty() {
            len += 1;
        }
        if self.time.is_some() {
            len += 1;
        }
        if !self.event_id.is_empty() {
            len += 1;
        }
        if !self.position.is_empty() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if !self.facts.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.OrderStep", len)?;
        if !self.step.is_empty() {
            struct_ser.serialize_field("step", &self.step)?;
        }
        if let Some(v) = self.time.as_ref() {
            struct_ser.serialize_field("time", v)?;
        }
        if !self.event_id.is_empty() {
            struct_ser.serialize_field("eventId", &self.event_id)?;
        }
        if !self.position.is_empty() {
            struct_ser.serialize_field("position", &self.position)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if !self.facts.is_empty() {
            struct_ser.serialize_field("facts", &self.facts)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for OrderStep {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "step",
            "time",
            "event_id",
            "eventId",
            "position",
            "reason",
            "facts",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Step,
            Time,
            EventId,
            Position,
            Reason,
            Facts,
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
                            "step" => Ok(GeneratedField::Step),
                            "time" => Ok(GeneratedField::Time),
                            "eventId" | "event_id" => Ok(GeneratedField::EventId),
                            "position" => Ok(GeneratedField::Position),
                            "reason" => Ok(GeneratedField::Reason),
                            "facts" => Ok(GeneratedField::Facts),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = OrderStep;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.OrderStep")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<OrderStep, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut step__ = None;
                let mut time__ = None;
                let mut event_id__ = None;
                let mut position__ = None;
                let mut reason__ = None;
                let mut facts__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Step => {
                            if step__.is_some() {
                                return Err(serde::de::Error::duplicate_field("step"));
                            }
                            step__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Time => {
                            if time__.is_some() {
                                return Err(serde::de::Error::duplicate_field("time"));
                            }
                            time__ = map_.next_value()?;
                        }
                        GeneratedField::EventId => {
                            if event_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("eventId"));
                            }
                            event_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Position => {
                            if position__.is_some() {
                                return Err(serde::de::Error::duplicate_field("position"));
                            }
                            position__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::Facts => {
                            if facts__.is_some() {
                                return Err(serde::de::Error::duplicate_field("facts"));
                            }
                            facts__ = Some(
                                map_.next_value::<std::collections::HashMap<_, _>>()?
                            );
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(OrderStep {
                    step: step__.unwrap_or_default(),
                    time: time__,
                    event_id: event_id__.unwrap_or_default(),
                    position: position__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    facts: facts__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.OrderStep", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Package {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.package_id.is_empty() {
            len += 1;
        }
        if !self.name.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.price.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.Package", len)?;
        if !self.package_id.is_empty() {
            struct_ser.serialize_field("packageId", &self.package_id)?;
        }
        if !self.name.is_empty() {
            struct_ser.serialize_field("name", &self.name)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.price.as_ref() {
            struct_ser.serialize_field("price", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Package {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "package_id",
            "packageId",
            "name",
            "tokens",
            "price",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PackageId,
            Name,
            Tokens,
            Price,
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
                            "packageId" | "package_id" => Ok(GeneratedField::PackageId),
                            "name" => Ok(GeneratedField::Name),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "price" => Ok(GeneratedField::Price),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Package;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.Package")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Package, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut package_id__ = None;
                let mut name__ = None;
                let mut tokens__ = None;
                let mut price__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::PackageId => {
                            if package_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packageId"));
                            }
                            package_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Name => {
                            if name__.is_some() {
                                return Err(serde::de::Error::duplicate_field("name"));
                            }
                            name__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Price => {
                            if price__.is_some() {
                                return Err(serde::de::Error::duplicate_field("price"));
                            }
                            price__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Package {
                    package_id: package_id__.unwrap_or_default(),
                    name: name__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    price: price__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.Package", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PayOrderRequest {
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
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_method.is_empty() {
            len += 1;
        }
        if !self.idempotency_key.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PayOrderRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_method.is_empty() {
            struct_ser.serialize_field("paymentMethod", &self.payment_method)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PayOrderRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "order_id",
            "orderId",
            "payment_method",
            "paymentMethod",
            "idempotency_key",
            "idempotencyKey",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            OrderId,
            PaymentMethod,
            IdempotencyKey,
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
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentMethod" | "payment_method" => Ok(GeneratedField::PaymentMethod),
                            "idempotencyKey" | "idempotency_key" => Ok(GeneratedField::IdempotencyKey),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PayOrderRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PayOrderRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PayOrderRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut order_id__ = None;
                let mut payment_method__ = None;
                let mut idempotency_key__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentMethod => {
                            if payment_method__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentMethod"));
                            }
                            payment_method__ = Some(map_.next_value()?);
                        }
                        GeneratedField::IdempotencyKey => {
                            if idempotency_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("idempotencyKey"));
                            }
                            idempotency_key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PayOrderRequest {
                    account_id: account_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_method: payment_method__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PayOrderRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PayOrderResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.order.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PayOrderResponse", len)?;
        if let Some(v) = self.order.as_ref() {
            struct_ser.serialize_field("order", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PayOrderResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Order,
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
                            "order" => Ok(GeneratedField::Order),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PayOrderResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PayOrderResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PayOrderResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Order => {
                            if order__.is_some() {
                                return Err(serde::de::Error::duplicate_field("order"));
                            }
                            order__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PayOrderResponse {
                    order: order__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PayOrderResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PaymentFailed {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_payment_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PaymentFailed", len)?;
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_payment_id.is_empty() {
            struct_ser.serialize_field("processorPaymentId", &self.processor_payment_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PaymentFailed {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
            "reason",
            "processor",
            "processor_payment_id",
            "processorPaymentId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            OrderId,
            PaymentId,
            Reason,
            Processor,
            ProcessorPaymentId,
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
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "reason" => Ok(GeneratedField::Reason),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorPaymentId" | "processor_payment_id" => Ok(GeneratedField::ProcessorPaymentId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PaymentFailed;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PaymentFailed")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PaymentFailed, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order_id__ = None;
                let mut payment_id__ = None;
                let mut reason__ = None;
                let mut processor__ = None;
                let mut processor_payment_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorPaymentId => {
                            if processor_payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorPaymentId"));
                            }
                            processor_payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PaymentFailed {
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    processor: processor__.unwrap_or_default(),
                    processor_payment_id: processor_payment_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PaymentFailed", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PaymentRefunded {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.refund_id.is_empty() {
            len += 1;
        }
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.amount.is_some() {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_refund_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PaymentRefunded", len)?;
        if !self.refund_id.is_empty() {
            struct_ser.serialize_field("refundId", &self.refund_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.amount.as_ref() {
            struct_ser.serialize_field("amount", v)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_refund_id.is_empty() {
            struct_ser.serialize_field("processorRefundId", &self.processor_refund_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PaymentRefunded {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "refund_id",
            "refundId",
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
            "tokens",
            "amount",
            "processor",
            "processor_refund_id",
            "processorRefundId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RefundId,
            OrderId,
            PaymentId,
            Tokens,
            Amount,
            Processor,
            ProcessorRefundId,
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
                            "refundId" | "refund_id" => Ok(GeneratedField::RefundId),
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "amount" => Ok(GeneratedField::Amount),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorRefundId" | "processor_refund_id" => Ok(GeneratedField::ProcessorRefundId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PaymentRefunded;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PaymentRefunded")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PaymentRefunded, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut refund_id__ = None;
                let mut order_id__ = None;
                let mut payment_id__ = None;
                let mut tokens__ = None;
                let mut amount__ = None;
                let mut processor__ = None;
                let mut processor_refund_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RefundId => {
                            if refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundId"));
                            }
                            refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Amount => {
                            if amount__.is_some() {
                                return Err(serde::de::Error::duplicate_field("amount"));
                            }
                            amount__ = map_.next_value()?;
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorRefundId => {
                            if processor_refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorRefundId"));
                            }
                            processor_refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PaymentRefunded {
                    refund_id: refund_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    amount: amount__,
                    processor: processor__.unwrap_or_default(),
                    processor_refund_id: processor_refund_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PaymentRefunded", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PaymentSucceeded {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.package_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.price.is_some() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_payment_id.is_empty() {
            len += 1;
        }
        if !self.learned_by.is_empty() {
            len += 1;
        }
        if !self.receipt_number.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PaymentSucceeded", len)?;
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.package_id.is_empty() {
            struct_ser.serialize_field("packageId", &self.package_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.price.as_ref() {
            struct_ser.serialize_field("price", v)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_payment_id.is_empty() {
            struct_ser.serialize_field("processorPaymentId", &self.processor_payment_id)?;
        }
        if !self.learned_by.is_empty() {
            struct_ser.serialize_field("learnedBy", &self.learned_by)?;
        }
        if !self.receipt_number.is_empty() {
            struct_ser.serialize_field("receiptNumber", &self.receipt_number)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PaymentSucceeded {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order_id",
            "orderId",
            "package_id",
            "packageId",
            "tokens",
            "price",
            "payment_id",
            "paymentId",
            "processor",
            "processor_payment_id",
            "processorPaymentId",
            "learned_by",
            "learnedBy",
            "receipt_number",
            "receiptNumber",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            OrderId,
            PackageId,
            Tokens,
            Price,
            PaymentId,
            Processor,
            ProcessorPaymentId,
            LearnedBy,
            ReceiptNumber,
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
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "packageId" | "package_id" => Ok(GeneratedField::PackageId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "price" => Ok(GeneratedField::Price),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorPaymentId" | "processor_payment_id" => Ok(GeneratedField::ProcessorPaymentId),
                            "learnedBy" | "learned_by" => Ok(GeneratedField::LearnedBy),
                            "receiptNumber" | "receipt_number" => Ok(GeneratedField::ReceiptNumber),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PaymentSucceeded;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PaymentSucceeded")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PaymentSucceeded, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order_id__ = None;
                let mut package_id__ = None;
                let mut tokens__ = None;
                let mut price__ = None;
                let mut payment_id__ = None;
                let mut processor__ = None;
                let mut processor_payment_id__ = None;
                let mut learned_by__ = None;
                let mut receipt_number__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PackageId => {
                            if package_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packageId"));
                            }
                            package_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Price => {
                            if price__.is_some() {
                                return Err(serde::de::Error::duplicate_field("price"));
                            }
                            price__ = map_.next_value()?;
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorPaymentId => {
                            if processor_payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorPaymentId"));
                            }
                            processor_payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LearnedBy => {
                            if learned_by__.is_some() {
                                return Err(serde::de::Error::duplicate_field("learnedBy"));
                            }
                            learned_by__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ReceiptNumber => {
                            if receipt_number__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receiptNumber"));
                            }
                            receipt_number__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PaymentSucceeded {
                    order_id: order_id__.unwrap_or_default(),
                    package_id: package_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    price: price__,
                    payment_id: payment_id__.unwrap_or_default(),
                    processor: processor__.unwrap_or_default(),
                    processor_payment_id: processor_payment_id__.unwrap_or_default(),
                    learned_by: learned_by__.unwrap_or_default(),
                    receipt_number: receipt_number__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PaymentSucceeded", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PaymentsEvent {
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
        if self.kind.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PaymentsEvent", len)?;
        if !self.id.is_empty() {
            struct_ser.serialize_field("id", &self.id)?;
        }
        if let Some(v) = self.time.as_ref() {
            struct_ser.serialize_field("time", v)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if let Some(v) = self.kind.as_ref() {
            match v {
                payments_event::Kind::OrderPlaced(v) => {
                    struct_ser.serialize_field("orderPlaced", v)?;
                }
                payments_event::Kind::PaymentSucceeded(v) => {
                    struct_ser.serialize_field("paymentSucceeded", v)?;
                }
                payments_event::Kind::PaymentFailed(v) => {
                    struct_ser.serialize_field("paymentFailed", v)?;
                }
                payments_event::Kind::PromotionGranted(v) => {
                    struct_ser.serialize_field("promotionGranted", v)?;
                }
                payments_event::Kind::RefundRequested(v) => {
                    struct_ser.serialize_field("refundRequested", v)?;
                }
                payments_event::Kind::PaymentRefunded(v) => {
                    struct_ser.serialize_field("paymentRefunded", v)?;
                }
                payments_event::Kind::RefundFailed(v) => {
                    struct_ser.serialize_field("refundFailed", v)?;
                }
                payments_event::Kind::DisputeOpened(v) => {
                    struct_ser.serialize_field("disputeOpened", v)?;
                }
                payments_event::Kind::DisputeWon(v) => {
                    struct_ser.serialize_field("disputeWon", v)?;
                }
                payments_event::Kind::DisputeLost(v) => {
                    struct_ser.serialize_field("disputeLost", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PaymentsEvent {
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
            "order_placed",
            "orderPlaced",
            "payment_succeeded",
            "paymentSucceeded",
            "payment_failed",
            "paymentFailed",
            "promotion_granted",
            "promotionGranted",
            "refund_requested",
            "refundRequested",
            "payment_refunded",
            "paymentRefunded",
            "refund_failed",
            "refundFailed",
            "dispute_opened",
            "disputeOpened",
            "dispute_won",
            "disputeWon",
            "dispute_lost",
            "disputeLost",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Time,
            AccountId,
            OrderPlaced,
            PaymentSucceeded,
            PaymentFailed,
            PromotionGranted,
            RefundRequested,
            PaymentRefunded,
            RefundFailed,
            DisputeOpened,
            DisputeWon,
            DisputeLost,
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
                            "orderPlaced" | "order_placed" => Ok(GeneratedField::OrderPlaced),
                            "paymentSucceeded" | "payment_succeeded" => Ok(GeneratedField::PaymentSucceeded),
                            "paymentFailed" | "payment_failed" => Ok(GeneratedField::PaymentFailed),
                            "promotionGranted" | "promotion_granted" => Ok(GeneratedField::PromotionGranted),
                            "refundRequested" | "refund_requested" => Ok(GeneratedField::RefundRequested),
                            "paymentRefunded" | "payment_refunded" => Ok(GeneratedField::PaymentRefunded),
                            "refundFailed" | "refund_failed" => Ok(GeneratedField::RefundFailed),
                            "disputeOpened" | "dispute_opened" => Ok(GeneratedField::DisputeOpened),
                            "disputeWon" | "dispute_won" => Ok(GeneratedField::DisputeWon),
                            "disputeLost" | "dispute_lost" => Ok(GeneratedField::DisputeLost),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PaymentsEvent;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PaymentsEvent")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PaymentsEvent, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut time__ = None;
                let mut account_id__ = None;
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
                        GeneratedField::OrderPlaced => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderPlaced"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::OrderPlaced)
;
                        }
                        GeneratedField::PaymentSucceeded => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentSucceeded"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::PaymentSucceeded)
;
                        }
                        GeneratedField::PaymentFailed => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentFailed"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::PaymentFailed)
;
                        }
                        GeneratedField::PromotionGranted => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotionGranted"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::PromotionGranted)
;
                        }
                        GeneratedField::RefundRequested => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundRequested"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::RefundRequested)
;
                        }
                        GeneratedField::PaymentRefunded => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentRefunded"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::PaymentRefunded)
;
                        }
                        GeneratedField::RefundFailed => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundFailed"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::RefundFailed)
;
                        }
                        GeneratedField::DisputeOpened => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeOpened"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::DisputeOpened)
;
                        }
                        GeneratedField::DisputeWon => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeWon"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::DisputeWon)
;
                        }
                        GeneratedField::DisputeLost => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeLost"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(payments_event::Kind::DisputeLost)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PaymentsEvent {
                    id: id__.unwrap_or_default(),
                    time: time__,
                    account_id: account_id__.unwrap_or_default(),
                    kind: kind__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PaymentsEvent", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PlaceOrderRequest {
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
        if !self.package_id.is_empty() {
            len += 1;
        }
        if !self.idempotency_key.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PlaceOrderRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.package_id.is_empty() {
            struct_ser.serialize_field("packageId", &self.package_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PlaceOrderRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "package_id",
            "packageId",
            "idempotency_key",
            "idempotencyKey",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            PackageId,
            IdempotencyKey,
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
                            "packageId" | "package_id" => Ok(GeneratedField::PackageId),
                            "idempotencyKey" | "idempotency_key" => Ok(GeneratedField::IdempotencyKey),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PlaceOrderRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PlaceOrderRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PlaceOrderRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut package_id__ = None;
                let mut idempotency_key__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PackageId => {
                            if package_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("packageId"));
                            }
                            package_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::IdempotencyKey => {
                            if idempotency_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("idempotencyKey"));
                            }
                            idempotency_key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PlaceOrderRequest {
                    account_id: account_id__.unwrap_or_default(),
                    package_id: package_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PlaceOrderRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PlaceOrderResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.order.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PlaceOrderResponse", len)?;
        if let Some(v) = self.order.as_ref() {
            struct_ser.serialize_field("order", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PlaceOrderResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "order",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Order,
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
                            "order" => Ok(GeneratedField::Order),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PlaceOrderResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PlaceOrderResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PlaceOrderResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut order__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Order => {
                            if order__.is_some() {
                                return Err(serde::de::Error::duplicate_field("order"));
                            }
                            order__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PlaceOrderResponse {
                    order: order__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PlaceOrderResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Promotion {
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
        if self.tokens != 0 {
            len += 1;
        }
        if self.starts_at.is_some() {
            len += 1;
        }
        if self.ends_at.is_some() {
            len += 1;
        }
        if self.tokens_expire_at.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.Promotion", len)?;
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if !self.name.is_empty() {
            struct_ser.serialize_field("name", &self.name)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.starts_at.as_ref() {
            struct_ser.serialize_field("startsAt", v)?;
        }
        if let Some(v) = self.ends_at.as_ref() {
            struct_ser.serialize_field("endsAt", v)?;
        }
        if let Some(v) = self.tokens_expire_at.as_ref() {
            struct_ser.serialize_field("tokensExpireAt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Promotion {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "promotion_id",
            "promotionId",
            "name",
            "tokens",
            "starts_at",
            "startsAt",
            "ends_at",
            "endsAt",
            "tokens_expire_at",
            "tokensExpireAt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            PromotionId,
            Name,
            Tokens,
            StartsAt,
            EndsAt,
            TokensExpireAt,
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
                            "tokens" => Ok(GeneratedField::Tokens),
                            "startsAt" | "starts_at" => Ok(GeneratedField::StartsAt),
                            "endsAt" | "ends_at" => Ok(GeneratedField::EndsAt),
                            "tokensExpireAt" | "tokens_expire_at" => Ok(GeneratedField::TokensExpireAt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Promotion;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.Promotion")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Promotion, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut promotion_id__ = None;
                let mut name__ = None;
                let mut tokens__ = None;
                let mut starts_at__ = None;
                let mut ends_at__ = None;
                let mut tokens_expire_at__ = None;
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
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
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
                        GeneratedField::TokensExpireAt => {
                            if tokens_expire_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokensExpireAt"));
                            }
                            tokens_expire_at__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Promotion {
                    promotion_id: promotion_id__.unwrap_or_default(),
                    name: name__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    starts_at: starts_at__,
                    ends_at: ends_at__,
                    tokens_expire_at: tokens_expire_at__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.Promotion", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for PromotionGranted {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.grant_id.is_empty() {
            len += 1;
        }
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.PromotionGranted", len)?;
        if !self.grant_id.is_empty() {
            struct_ser.serialize_field("grantId", &self.grant_id)?;
        }
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for PromotionGranted {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "grant_id",
            "grantId",
            "promotion_id",
            "promotionId",
            "tokens",
            "expires_at",
            "expiresAt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            GrantId,
            PromotionId,
            Tokens,
            ExpiresAt,
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
                            "grantId" | "grant_id" => Ok(GeneratedField::GrantId),
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "expiresAt" | "expires_at" => Ok(GeneratedField::ExpiresAt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = PromotionGranted;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.PromotionGranted")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<PromotionGranted, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut grant_id__ = None;
                let mut promotion_id__ = None;
                let mut tokens__ = None;
                let mut expires_at__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::GrantId => {
                            if grant_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("grantId"));
                            }
                            grant_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PromotionId => {
                            if promotion_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("promotionId"));
                            }
                            promotion_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ExpiresAt => {
                            if expires_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("expiresAt"));
                            }
                            expires_at__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(PromotionGranted {
                    grant_id: grant_id__.unwrap_or_default(),
                    promotion_id: promotion_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    expires_at: expires_at__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.PromotionGranted", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RefundFailed {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.refund_id.is_empty() {
            len += 1;
        }
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if !self.processor.is_empty() {
            len += 1;
        }
        if !self.processor_refund_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.RefundFailed", len)?;
        if !self.refund_id.is_empty() {
            struct_ser.serialize_field("refundId", &self.refund_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if !self.processor.is_empty() {
            struct_ser.serialize_field("processor", &self.processor)?;
        }
        if !self.processor_refund_id.is_empty() {
            struct_ser.serialize_field("processorRefundId", &self.processor_refund_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RefundFailed {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "refund_id",
            "refundId",
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
            "reason",
            "processor",
            "processor_refund_id",
            "processorRefundId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RefundId,
            OrderId,
            PaymentId,
            Reason,
            Processor,
            ProcessorRefundId,
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
                            "refundId" | "refund_id" => Ok(GeneratedField::RefundId),
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            "reason" => Ok(GeneratedField::Reason),
                            "processor" => Ok(GeneratedField::Processor),
                            "processorRefundId" | "processor_refund_id" => Ok(GeneratedField::ProcessorRefundId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RefundFailed;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.RefundFailed")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RefundFailed, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut refund_id__ = None;
                let mut order_id__ = None;
                let mut payment_id__ = None;
                let mut reason__ = None;
                let mut processor__ = None;
                let mut processor_refund_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RefundId => {
                            if refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundId"));
                            }
                            refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::Processor => {
                            if processor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processor"));
                            }
                            processor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ProcessorRefundId => {
                            if processor_refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("processorRefundId"));
                            }
                            processor_refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RefundFailed {
                    refund_id: refund_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    processor: processor__.unwrap_or_default(),
                    processor_refund_id: processor_refund_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.RefundFailed", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RefundRequested {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.refund_id.is_empty() {
            len += 1;
        }
        if !self.order_id.is_empty() {
            len += 1;
        }
        if !self.payment_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.payments.v1.RefundRequested", len)?;
        if !self.refund_id.is_empty() {
            struct_ser.serialize_field("refundId", &self.refund_id)?;
        }
        if !self.order_id.is_empty() {
            struct_ser.serialize_field("orderId", &self.order_id)?;
        }
        if !self.payment_id.is_empty() {
            struct_ser.serialize_field("paymentId", &self.payment_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RefundRequested {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "refund_id",
            "refundId",
            "order_id",
            "orderId",
            "payment_id",
            "paymentId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RefundId,
            OrderId,
            PaymentId,
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
                            "refundId" | "refund_id" => Ok(GeneratedField::RefundId),
                            "orderId" | "order_id" => Ok(GeneratedField::OrderId),
                            "paymentId" | "payment_id" => Ok(GeneratedField::PaymentId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RefundRequested;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.payments.v1.RefundRequested")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RefundRequested, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut refund_id__ = None;
                let mut order_id__ = None;
                let mut payment_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RefundId => {
                            if refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundId"));
                            }
                            refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::OrderId => {
                            if order_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("orderId"));
                            }
                            order_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::PaymentId => {
                            if payment_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("paymentId"));
                            }
                            payment_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RefundRequested {
                    refund_id: refund_id__.unwrap_or_default(),
                    order_id: order_id__.unwrap_or_default(),
                    payment_id: payment_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.payments.v1.RefundRequested", FIELDS, GeneratedVisitor)
    }
}
