impl serde::Serialize for AdjustRequest {
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
        if self.reference.is_some() {
            len += 1;
        }
        if self.warrant.is_some() {
            len += 1;
        }
        if self.adjustment.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.AdjustRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        if let Some(v) = self.warrant.as_ref() {
            struct_ser.serialize_field("warrant", v)?;
        }
        if let Some(v) = self.adjustment.as_ref() {
            match v {
                adjust_request::Adjustment::Credit(v) => {
                    struct_ser.serialize_field("credit", v)?;
                }
                adjust_request::Adjustment::Debit(v) => {
                    struct_ser.serialize_field("debit", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AdjustRequest {
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
            "reference",
            "warrant",
            "credit",
            "debit",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            Reference,
            Warrant,
            Credit,
            Debit,
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
                            "reference" => Ok(GeneratedField::Reference),
                            "warrant" => Ok(GeneratedField::Warrant),
                            "credit" => Ok(GeneratedField::Credit),
                            "debit" => Ok(GeneratedField::Debit),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AdjustRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.AdjustRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AdjustRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut reference__ = None;
                let mut warrant__ = None;
                let mut adjustment__ = None;
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
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::Warrant => {
                            if warrant__.is_some() {
                                return Err(serde::de::Error::duplicate_field("warrant"));
                            }
                            warrant__ = map_.next_value()?;
                        }
                        GeneratedField::Credit => {
                            if adjustment__.is_some() {
                                return Err(serde::de::Error::duplicate_field("credit"));
                            }
                            adjustment__ = map_.next_value::<::std::option::Option<_>>()?.map(adjust_request::Adjustment::Credit)
;
                        }
                        GeneratedField::Debit => {
                            if adjustment__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debit"));
                            }
                            adjustment__ = map_.next_value::<::std::option::Option<_>>()?.map(adjust_request::Adjustment::Debit)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AdjustRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    reference: reference__,
                    warrant: warrant__,
                    adjustment: adjustment__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.AdjustRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for adjust_request::Credit {
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
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.AdjustRequest.Credit", len)?;
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for adjust_request::Credit {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tokens,
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
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = adjust_request::Credit;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.AdjustRequest.Credit")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<adjust_request::Credit, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tokens__ = None;
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
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(adjust_request::Credit {
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.AdjustRequest.Credit", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for adjust_request::Debit {
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
        if self.allow_debt {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.AdjustRequest.Debit", len)?;
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.allow_debt {
            struct_ser.serialize_field("allowDebt", &self.allow_debt)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for adjust_request::Debit {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tokens",
            "allow_debt",
            "allowDebt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tokens,
            AllowDebt,
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
                            "allowDebt" | "allow_debt" => Ok(GeneratedField::AllowDebt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = adjust_request::Debit;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.AdjustRequest.Debit")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<adjust_request::Debit, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tokens__ = None;
                let mut allow_debt__ = None;
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
                        GeneratedField::AllowDebt => {
                            if allow_debt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("allowDebt"));
                            }
                            allow_debt__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(adjust_request::Debit {
                    tokens: tokens__.unwrap_or_default(),
                    allow_debt: allow_debt__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.AdjustRequest.Debit", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AdjustResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        if self.debt_repaid != 0 {
            len += 1;
        }
        if self.debt_added != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.AdjustResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        if self.debt_repaid != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtRepaid", ToString::to_string(&self.debt_repaid).as_str())?;
        }
        if self.debt_added != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtAdded", ToString::to_string(&self.debt_added).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AdjustResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
            "debt_repaid",
            "debtRepaid",
            "debt_added",
            "debtAdded",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
            DebtRepaid,
            DebtAdded,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            "debtRepaid" | "debt_repaid" => Ok(GeneratedField::DebtRepaid),
                            "debtAdded" | "debt_added" => Ok(GeneratedField::DebtAdded),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AdjustResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.AdjustResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AdjustResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                let mut debt_repaid__ = None;
                let mut debt_added__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::DebtRepaid => {
                            if debt_repaid__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtRepaid"));
                            }
                            debt_repaid__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::DebtAdded => {
                            if debt_added__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtAdded"));
                            }
                            debt_added__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AdjustResponse {
                    receipt: receipt__,
                    debt_repaid: debt_repaid__.unwrap_or_default(),
                    debt_added: debt_added__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.AdjustResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AuthorizeRequest {
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
        if self.tokens != 0 {
            len += 1;
        }
        if self.terms.is_some() {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.AuthorizeRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.terms.as_ref() {
            struct_ser.serialize_field("terms", v)?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AuthorizeRequest {
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
            "tokens",
            "terms",
            "expires_at",
            "expiresAt",
            "reference",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            Tokens,
            Terms,
            ExpiresAt,
            Reference,
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
                            "tokens" => Ok(GeneratedField::Tokens),
                            "terms" => Ok(GeneratedField::Terms),
                            "expiresAt" | "expires_at" => Ok(GeneratedField::ExpiresAt),
                            "reference" => Ok(GeneratedField::Reference),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AuthorizeRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.AuthorizeRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AuthorizeRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut tokens__ = None;
                let mut terms__ = None;
                let mut expires_at__ = None;
                let mut reference__ = None;
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
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Terms => {
                            if terms__.is_some() {
                                return Err(serde::de::Error::duplicate_field("terms"));
                            }
                            terms__ = map_.next_value()?;
                        }
                        GeneratedField::ExpiresAt => {
                            if expires_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("expiresAt"));
                            }
                            expires_at__ = map_.next_value()?;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AuthorizeRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    terms: terms__,
                    expires_at: expires_at__,
                    reference: reference__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.AuthorizeRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for AuthorizeResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        if !self.hold_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.AuthorizeResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for AuthorizeResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
            "hold_id",
            "holdId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
            HoldId,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = AuthorizeResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.AuthorizeResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<AuthorizeResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                let mut hold_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(AuthorizeResponse {
                    receipt: receipt__,
                    hold_id: hold_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.AuthorizeResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for BalanceAdjusted {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.warrant.is_some() {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        if self.adjustment.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.BalanceAdjusted", len)?;
        if let Some(v) = self.warrant.as_ref() {
            struct_ser.serialize_field("warrant", v)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        if let Some(v) = self.adjustment.as_ref() {
            match v {
                balance_adjusted::Adjustment::Credit(v) => {
                    struct_ser.serialize_field("credit", v)?;
                }
                balance_adjusted::Adjustment::Debit(v) => {
                    struct_ser.serialize_field("debit", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for BalanceAdjusted {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "warrant",
            "reference",
            "credit",
            "debit",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Warrant,
            Reference,
            Credit,
            Debit,
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
                            "warrant" => Ok(GeneratedField::Warrant),
                            "reference" => Ok(GeneratedField::Reference),
                            "credit" => Ok(GeneratedField::Credit),
                            "debit" => Ok(GeneratedField::Debit),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = BalanceAdjusted;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.BalanceAdjusted")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<BalanceAdjusted, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut warrant__ = None;
                let mut reference__ = None;
                let mut adjustment__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Warrant => {
                            if warrant__.is_some() {
                                return Err(serde::de::Error::duplicate_field("warrant"));
                            }
                            warrant__ = map_.next_value()?;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::Credit => {
                            if adjustment__.is_some() {
                                return Err(serde::de::Error::duplicate_field("credit"));
                            }
                            adjustment__ = map_.next_value::<::std::option::Option<_>>()?.map(balance_adjusted::Adjustment::Credit)
;
                        }
                        GeneratedField::Debit => {
                            if adjustment__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debit"));
                            }
                            adjustment__ = map_.next_value::<::std::option::Option<_>>()?.map(balance_adjusted::Adjustment::Debit)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(BalanceAdjusted {
                    warrant: warrant__,
                    reference: reference__,
                    adjustment: adjustment__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.BalanceAdjusted", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for balance_adjusted::Credit {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.debt_repaid != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.BalanceAdjusted.Credit", len)?;
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.debt_repaid != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtRepaid", ToString::to_string(&self.debt_repaid).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for balance_adjusted::Credit {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "lot_id",
            "lotId",
            "tokens",
            "debt_repaid",
            "debtRepaid",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LotId,
            Tokens,
            DebtRepaid,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "debtRepaid" | "debt_repaid" => Ok(GeneratedField::DebtRepaid),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = balance_adjusted::Credit;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.BalanceAdjusted.Credit")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<balance_adjusted::Credit, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut lot_id__ = None;
                let mut tokens__ = None;
                let mut debt_repaid__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::DebtRepaid => {
                            if debt_repaid__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtRepaid"));
                            }
                            debt_repaid__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(balance_adjusted::Credit {
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    debt_repaid: debt_repaid__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.BalanceAdjusted.Credit", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for balance_adjusted::Debit {
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
        if !self.lots.is_empty() {
            len += 1;
        }
        if self.debt_added != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.BalanceAdjusted.Debit", len)?;
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if !self.lots.is_empty() {
            struct_ser.serialize_field("lots", &self.lots)?;
        }
        if self.debt_added != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtAdded", ToString::to_string(&self.debt_added).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for balance_adjusted::Debit {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tokens",
            "lots",
            "debt_added",
            "debtAdded",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tokens,
            Lots,
            DebtAdded,
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
                            "lots" => Ok(GeneratedField::Lots),
                            "debtAdded" | "debt_added" => Ok(GeneratedField::DebtAdded),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = balance_adjusted::Debit;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.BalanceAdjusted.Debit")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<balance_adjusted::Debit, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tokens__ = None;
                let mut lots__ = None;
                let mut debt_added__ = None;
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
                        GeneratedField::Lots => {
                            if lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lots"));
                            }
                            lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::DebtAdded => {
                            if debt_added__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtAdded"));
                            }
                            debt_added__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(balance_adjusted::Debit {
                    tokens: tokens__.unwrap_or_default(),
                    lots: lots__.unwrap_or_default(),
                    debt_added: debt_added__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.BalanceAdjusted.Debit", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for BookClaimed {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.instance.is_empty() {
            len += 1;
        }
        if self.term != 0 {
            len += 1;
        }
        if !self.address.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.BookClaimed", len)?;
        if !self.instance.is_empty() {
            struct_ser.serialize_field("instance", &self.instance)?;
        }
        if self.term != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("term", ToString::to_string(&self.term).as_str())?;
        }
        if !self.address.is_empty() {
            struct_ser.serialize_field("address", &self.address)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for BookClaimed {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "instance",
            "term",
            "address",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Instance,
            Term,
            Address,
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
                            "instance" => Ok(GeneratedField::Instance),
                            "term" => Ok(GeneratedField::Term),
                            "address" => Ok(GeneratedField::Address),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = BookClaimed;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.BookClaimed")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<BookClaimed, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut instance__ = None;
                let mut term__ = None;
                let mut address__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Instance => {
                            if instance__.is_some() {
                                return Err(serde::de::Error::duplicate_field("instance"));
                            }
                            instance__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Term => {
                            if term__.is_some() {
                                return Err(serde::de::Error::duplicate_field("term"));
                            }
                            term__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Address => {
                            if address__.is_some() {
                                return Err(serde::de::Error::duplicate_field("address"));
                            }
                            address__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(BookClaimed {
                    instance: instance__.unwrap_or_default(),
                    term: term__.unwrap_or_default(),
                    address: address__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.BookClaimed", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for BookOwner {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.partition != 0 {
            len += 1;
        }
        if !self.instance.is_empty() {
            len += 1;
        }
        if !self.address.is_empty() {
            len += 1;
        }
        if self.term != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.BookOwner", len)?;
        if self.partition != 0 {
            struct_ser.serialize_field("partition", &self.partition)?;
        }
        if !self.instance.is_empty() {
            struct_ser.serialize_field("instance", &self.instance)?;
        }
        if !self.address.is_empty() {
            struct_ser.serialize_field("address", &self.address)?;
        }
        if self.term != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("term", ToString::to_string(&self.term).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for BookOwner {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "partition",
            "instance",
            "address",
            "term",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Partition,
            Instance,
            Address,
            Term,
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
                            "partition" => Ok(GeneratedField::Partition),
                            "instance" => Ok(GeneratedField::Instance),
                            "address" => Ok(GeneratedField::Address),
                            "term" => Ok(GeneratedField::Term),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = BookOwner;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.BookOwner")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<BookOwner, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut partition__ = None;
                let mut instance__ = None;
                let mut address__ = None;
                let mut term__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Partition => {
                            if partition__.is_some() {
                                return Err(serde::de::Error::duplicate_field("partition"));
                            }
                            partition__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Instance => {
                            if instance__.is_some() {
                                return Err(serde::de::Error::duplicate_field("instance"));
                            }
                            instance__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Address => {
                            if address__.is_some() {
                                return Err(serde::de::Error::duplicate_field("address"));
                            }
                            address__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Term => {
                            if term__.is_some() {
                                return Err(serde::de::Error::duplicate_field("term"));
                            }
                            term__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(BookOwner {
                    partition: partition__.unwrap_or_default(),
                    instance: instance__.unwrap_or_default(),
                    address: address__.unwrap_or_default(),
                    term: term__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.BookOwner", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CaptureRequest {
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
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.r#final {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.CaptureRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.r#final {
            struct_ser.serialize_field("final", &self.r#final)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CaptureRequest {
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
            "hold_id",
            "holdId",
            "tokens",
            "final",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            HoldId,
            Tokens,
            Final,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "final" => Ok(GeneratedField::Final),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CaptureRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.CaptureRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CaptureRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut hold_id__ = None;
                let mut tokens__ = None;
                let mut r#final__ = None;
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
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Final => {
                            if r#final__.is_some() {
                                return Err(serde::de::Error::duplicate_field("final"));
                            }
                            r#final__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CaptureRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    r#final: r#final__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.CaptureRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CaptureResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        if self.captured != 0 {
            len += 1;
        }
        if self.released != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.CaptureResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        if self.captured != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("captured", ToString::to_string(&self.captured).as_str())?;
        }
        if self.released != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("released", ToString::to_string(&self.released).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CaptureResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
            "captured",
            "released",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
            Captured,
            Released,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            "captured" => Ok(GeneratedField::Captured),
                            "released" => Ok(GeneratedField::Released),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CaptureResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.CaptureResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CaptureResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                let mut captured__ = None;
                let mut released__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::Captured => {
                            if captured__.is_some() {
                                return Err(serde::de::Error::duplicate_field("captured"));
                            }
                            captured__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Released => {
                            if released__.is_some() {
                                return Err(serde::de::Error::duplicate_field("released"));
                            }
                            released__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CaptureResponse {
                    receipt: receipt__,
                    captured: captured__.unwrap_or_default(),
                    released: released__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.CaptureResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Cause {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.caller.is_empty() {
            len += 1;
        }
        if !self.idempotency_key.is_empty() {
            len += 1;
        }
        if !self.request_digest.is_empty() {
            len += 1;
        }
        if self.input.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Cause", len)?;
        if !self.caller.is_empty() {
            struct_ser.serialize_field("caller", &self.caller)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if !self.request_digest.is_empty() {
            struct_ser.serialize_field("requestDigest", &self.request_digest)?;
        }
        if let Some(v) = self.input.as_ref() {
            struct_ser.serialize_field("input", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Cause {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "caller",
            "idempotency_key",
            "idempotencyKey",
            "request_digest",
            "requestDigest",
            "input",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Caller,
            IdempotencyKey,
            RequestDigest,
            Input,
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
                            "caller" => Ok(GeneratedField::Caller),
                            "idempotencyKey" | "idempotency_key" => Ok(GeneratedField::IdempotencyKey),
                            "requestDigest" | "request_digest" => Ok(GeneratedField::RequestDigest),
                            "input" => Ok(GeneratedField::Input),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Cause;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Cause")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Cause, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut caller__ = None;
                let mut idempotency_key__ = None;
                let mut request_digest__ = None;
                let mut input__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Caller => {
                            if caller__.is_some() {
                                return Err(serde::de::Error::duplicate_field("caller"));
                            }
                            caller__ = Some(map_.next_value()?);
                        }
                        GeneratedField::IdempotencyKey => {
                            if idempotency_key__.is_some() {
                                return Err(serde::de::Error::duplicate_field("idempotencyKey"));
                            }
                            idempotency_key__ = Some(map_.next_value()?);
                        }
                        GeneratedField::RequestDigest => {
                            if request_digest__.is_some() {
                                return Err(serde::de::Error::duplicate_field("requestDigest"));
                            }
                            request_digest__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Input => {
                            if input__.is_some() {
                                return Err(serde::de::Error::duplicate_field("input"));
                            }
                            input__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Cause {
                    caller: caller__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    request_digest: request_digest__.unwrap_or_default(),
                    input: input__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Cause", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ColumnDifference {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.column.is_empty() {
            len += 1;
        }
        if self.live.is_some() {
            len += 1;
        }
        if self.rebuilt.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ColumnDifference", len)?;
        if !self.column.is_empty() {
            struct_ser.serialize_field("column", &self.column)?;
        }
        if let Some(v) = self.live.as_ref() {
            struct_ser.serialize_field("live", v)?;
        }
        if let Some(v) = self.rebuilt.as_ref() {
            struct_ser.serialize_field("rebuilt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ColumnDifference {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "column",
            "live",
            "rebuilt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Column,
            Live,
            Rebuilt,
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
                            "column" => Ok(GeneratedField::Column),
                            "live" => Ok(GeneratedField::Live),
                            "rebuilt" => Ok(GeneratedField::Rebuilt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ColumnDifference;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ColumnDifference")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ColumnDifference, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut column__ = None;
                let mut live__ = None;
                let mut rebuilt__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Column => {
                            if column__.is_some() {
                                return Err(serde::de::Error::duplicate_field("column"));
                            }
                            column__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Live => {
                            if live__.is_some() {
                                return Err(serde::de::Error::duplicate_field("live"));
                            }
                            live__ = map_.next_value()?;
                        }
                        GeneratedField::Rebuilt => {
                            if rebuilt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rebuilt"));
                            }
                            rebuilt__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ColumnDifference {
                    column: column__.unwrap_or_default(),
                    live: live__,
                    rebuilt: rebuilt__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ColumnDifference", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Command {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.command.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Command", len)?;
        if let Some(v) = self.command.as_ref() {
            match v {
                command::Command::Authorize(v) => {
                    struct_ser.serialize_field("authorize", v)?;
                }
                command::Command::Capture(v) => {
                    struct_ser.serialize_field("capture", v)?;
                }
                command::Command::Release(v) => {
                    struct_ser.serialize_field("release", v)?;
                }
                command::Command::ExtendHold(v) => {
                    struct_ser.serialize_field("extendHold", v)?;
                }
                command::Command::Spend(v) => {
                    struct_ser.serialize_field("spend", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Command {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "authorize",
            "capture",
            "release",
            "extend_hold",
            "extendHold",
            "spend",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Authorize,
            Capture,
            Release,
            ExtendHold,
            Spend,
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
                            "authorize" => Ok(GeneratedField::Authorize),
                            "capture" => Ok(GeneratedField::Capture),
                            "release" => Ok(GeneratedField::Release),
                            "extendHold" | "extend_hold" => Ok(GeneratedField::ExtendHold),
                            "spend" => Ok(GeneratedField::Spend),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Command;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Command")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Command, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut command__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Authorize => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("authorize"));
                            }
                            command__ = map_.next_value::<::std::option::Option<_>>()?.map(command::Command::Authorize)
;
                        }
                        GeneratedField::Capture => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capture"));
                            }
                            command__ = map_.next_value::<::std::option::Option<_>>()?.map(command::Command::Capture)
;
                        }
                        GeneratedField::Release => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("release"));
                            }
                            command__ = map_.next_value::<::std::option::Option<_>>()?.map(command::Command::Release)
;
                        }
                        GeneratedField::ExtendHold => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("extendHold"));
                            }
                            command__ = map_.next_value::<::std::option::Option<_>>()?.map(command::Command::ExtendHold)
;
                        }
                        GeneratedField::Spend => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("spend"));
                            }
                            command__ = map_.next_value::<::std::option::Option<_>>()?.map(command::Command::Spend)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Command {
                    command: command__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Command", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CommandRefused {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.command.is_empty() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.CommandRefused", len)?;
        if !self.command.is_empty() {
            struct_ser.serialize_field("command", &self.command)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CommandRefused {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "command",
            "reason",
            "tokens",
            "hold_id",
            "holdId",
            "reference",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Command,
            Reason,
            Tokens,
            HoldId,
            Reference,
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
                            "command" => Ok(GeneratedField::Command),
                            "reason" => Ok(GeneratedField::Reason),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "reference" => Ok(GeneratedField::Reference),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CommandRefused;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.CommandRefused")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CommandRefused, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut command__ = None;
                let mut reason__ = None;
                let mut tokens__ = None;
                let mut hold_id__ = None;
                let mut reference__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Command => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("command"));
                            }
                            command__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CommandRefused {
                    command: command__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    reference: reference__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.CommandRefused", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DebtRepaid {
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
        if !self.lots.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.DebtRepaid", len)?;
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if !self.lots.is_empty() {
            struct_ser.serialize_field("lots", &self.lots)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for DebtRepaid {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tokens",
            "lots",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tokens,
            Lots,
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
                            "lots" => Ok(GeneratedField::Lots),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = DebtRepaid;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.DebtRepaid")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<DebtRepaid, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tokens__ = None;
                let mut lots__ = None;
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
                        GeneratedField::Lots => {
                            if lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lots"));
                            }
                            lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(DebtRepaid {
                    tokens: tokens__.unwrap_or_default(),
                    lots: lots__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.DebtRepaid", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for DifferenceKind {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "DIFFERENCE_KIND_UNSPECIFIED",
            Self::Missing => "DIFFERENCE_KIND_MISSING",
            Self::Extra => "DIFFERENCE_KIND_EXTRA",
            Self::Different => "DIFFERENCE_KIND_DIFFERENT",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for DifferenceKind {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "DIFFERENCE_KIND_UNSPECIFIED",
            "DIFFERENCE_KIND_MISSING",
            "DIFFERENCE_KIND_EXTRA",
            "DIFFERENCE_KIND_DIFFERENT",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = DifferenceKind;

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
                    "DIFFERENCE_KIND_UNSPECIFIED" => Ok(DifferenceKind::Unspecified),
                    "DIFFERENCE_KIND_MISSING" => Ok(DifferenceKind::Missing),
                    "DIFFERENCE_KIND_EXTRA" => Ok(DifferenceKind::Extra),
                    "DIFFERENCE_KIND_DIFFERENT" => Ok(DifferenceKind::Different),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for ExtendHoldRequest {
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
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ExtendHoldRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ExtendHoldRequest {
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
            "hold_id",
            "holdId",
            "expires_at",
            "expiresAt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            HoldId,
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
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "idempotencyKey" | "idempotency_key" => Ok(GeneratedField::IdempotencyKey),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
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
            type Value = ExtendHoldRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ExtendHoldRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ExtendHoldRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut hold_id__ = None;
                let mut expires_at__ = None;
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
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
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
                Ok(ExtendHoldRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    expires_at: expires_at__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ExtendHoldRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ExtendHoldResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ExtendHoldResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ExtendHoldResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ExtendHoldResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ExtendHoldResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ExtendHoldResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ExtendHoldResponse {
                    receipt: receipt__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ExtendHoldResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for FreezeWalletRequest {
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
        if self.warrant.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.FreezeWalletRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if let Some(v) = self.warrant.as_ref() {
            struct_ser.serialize_field("warrant", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for FreezeWalletRequest {
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
            "warrant",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            Warrant,
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
                            "warrant" => Ok(GeneratedField::Warrant),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = FreezeWalletRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.FreezeWalletRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<FreezeWalletRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut warrant__ = None;
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
                        GeneratedField::Warrant => {
                            if warrant__.is_some() {
                                return Err(serde::de::Error::duplicate_field("warrant"));
                            }
                            warrant__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(FreezeWalletRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    warrant: warrant__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.FreezeWalletRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for FreezeWalletResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.FreezeWalletResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for FreezeWalletResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = FreezeWalletResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.FreezeWalletResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<FreezeWalletResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(FreezeWalletResponse {
                    receipt: receipt__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.FreezeWalletResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetBalanceRequest {
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
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.GetBalanceRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetBalanceRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
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
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetBalanceRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.GetBalanceRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetBalanceRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetBalanceRequest {
                    account_id: account_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.GetBalanceRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetBalanceResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.balance.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.GetBalanceResponse", len)?;
        if let Some(v) = self.balance.as_ref() {
            struct_ser.serialize_field("balance", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetBalanceResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "balance",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Balance,
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
                            "balance" => Ok(GeneratedField::Balance),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetBalanceResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.GetBalanceResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetBalanceResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut balance__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Balance => {
                            if balance__.is_some() {
                                return Err(serde::de::Error::duplicate_field("balance"));
                            }
                            balance__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetBalanceResponse {
                    balance: balance__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.GetBalanceResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetHoldRequest {
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
        if !self.hold_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.GetHoldRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetHoldRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "hold_id",
            "holdId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            HoldId,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetHoldRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.GetHoldRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetHoldRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut hold_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetHoldRequest {
                    account_id: account_id__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.GetHoldRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for GetHoldResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.hold.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.GetHoldResponse", len)?;
        if let Some(v) = self.hold.as_ref() {
            struct_ser.serialize_field("hold", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for GetHoldResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hold",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Hold,
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
                            "hold" => Ok(GeneratedField::Hold),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = GetHoldResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.GetHoldResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<GetHoldResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hold__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Hold => {
                            if hold__.is_some() {
                                return Err(serde::de::Error::duplicate_field("hold"));
                            }
                            hold__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(GetHoldResponse {
                    hold: hold__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.GetHoldResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Hold {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if !self.account_id.is_empty() {
            len += 1;
        }
        if self.state != 0 {
            len += 1;
        }
        if self.authorized != 0 {
            len += 1;
        }
        if self.captured != 0 {
            len += 1;
        }
        if self.remaining != 0 {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        if self.terms.is_some() {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Hold", len)?;
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.state != 0 {
            let v = HoldState::try_from(self.state)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.state)))?;
            struct_ser.serialize_field("state", &v)?;
        }
        if self.authorized != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("authorized", ToString::to_string(&self.authorized).as_str())?;
        }
        if self.captured != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("captured", ToString::to_string(&self.captured).as_str())?;
        }
        if self.remaining != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("remaining", ToString::to_string(&self.remaining).as_str())?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        if let Some(v) = self.terms.as_ref() {
            struct_ser.serialize_field("terms", v)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Hold {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hold_id",
            "holdId",
            "account_id",
            "accountId",
            "state",
            "authorized",
            "captured",
            "remaining",
            "expires_at",
            "expiresAt",
            "terms",
            "reference",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            HoldId,
            AccountId,
            State,
            Authorized,
            Captured,
            Remaining,
            ExpiresAt,
            Terms,
            Reference,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "state" => Ok(GeneratedField::State),
                            "authorized" => Ok(GeneratedField::Authorized),
                            "captured" => Ok(GeneratedField::Captured),
                            "remaining" => Ok(GeneratedField::Remaining),
                            "expiresAt" | "expires_at" => Ok(GeneratedField::ExpiresAt),
                            "terms" => Ok(GeneratedField::Terms),
                            "reference" => Ok(GeneratedField::Reference),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Hold;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Hold")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Hold, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hold_id__ = None;
                let mut account_id__ = None;
                let mut state__ = None;
                let mut authorized__ = None;
                let mut captured__ = None;
                let mut remaining__ = None;
                let mut expires_at__ = None;
                let mut terms__ = None;
                let mut reference__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::State => {
                            if state__.is_some() {
                                return Err(serde::de::Error::duplicate_field("state"));
                            }
                            state__ = Some(map_.next_value::<HoldState>()? as i32);
                        }
                        GeneratedField::Authorized => {
                            if authorized__.is_some() {
                                return Err(serde::de::Error::duplicate_field("authorized"));
                            }
                            authorized__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Captured => {
                            if captured__.is_some() {
                                return Err(serde::de::Error::duplicate_field("captured"));
                            }
                            captured__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Remaining => {
                            if remaining__.is_some() {
                                return Err(serde::de::Error::duplicate_field("remaining"));
                            }
                            remaining__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ExpiresAt => {
                            if expires_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("expiresAt"));
                            }
                            expires_at__ = map_.next_value()?;
                        }
                        GeneratedField::Terms => {
                            if terms__.is_some() {
                                return Err(serde::de::Error::duplicate_field("terms"));
                            }
                            terms__ = map_.next_value()?;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Hold {
                    hold_id: hold_id__.unwrap_or_default(),
                    account_id: account_id__.unwrap_or_default(),
                    state: state__.unwrap_or_default(),
                    authorized: authorized__.unwrap_or_default(),
                    captured: captured__.unwrap_or_default(),
                    remaining: remaining__.unwrap_or_default(),
                    expires_at: expires_at__,
                    terms: terms__,
                    reference: reference__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Hold", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for HoldExtended {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.HoldExtended", len)?;
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for HoldExtended {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hold_id",
            "holdId",
            "expires_at",
            "expiresAt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            HoldId,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
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
            type Value = HoldExtended;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.HoldExtended")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<HoldExtended, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hold_id__ = None;
                let mut expires_at__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
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
                Ok(HoldExtended {
                    hold_id: hold_id__.unwrap_or_default(),
                    expires_at: expires_at__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.HoldExtended", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for HoldState {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "HOLD_STATE_UNSPECIFIED",
            Self::Open => "HOLD_STATE_OPEN",
            Self::Captured => "HOLD_STATE_CAPTURED",
            Self::Released => "HOLD_STATE_RELEASED",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for HoldState {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "HOLD_STATE_UNSPECIFIED",
            "HOLD_STATE_OPEN",
            "HOLD_STATE_CAPTURED",
            "HOLD_STATE_RELEASED",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = HoldState;

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
                    "HOLD_STATE_UNSPECIFIED" => Ok(HoldState::Unspecified),
                    "HOLD_STATE_OPEN" => Ok(HoldState::Open),
                    "HOLD_STATE_CAPTURED" => Ok(HoldState::Captured),
                    "HOLD_STATE_RELEASED" => Ok(HoldState::Released),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for InputPosition {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.topic.is_empty() {
            len += 1;
        }
        if self.offset != 0 {
            len += 1;
        }
        if !self.event_id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.InputPosition", len)?;
        if !self.topic.is_empty() {
            struct_ser.serialize_field("topic", &self.topic)?;
        }
        if self.offset != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("offset", ToString::to_string(&self.offset).as_str())?;
        }
        if !self.event_id.is_empty() {
            struct_ser.serialize_field("eventId", &self.event_id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for InputPosition {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "topic",
            "offset",
            "event_id",
            "eventId",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Topic,
            Offset,
            EventId,
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
                            "topic" => Ok(GeneratedField::Topic),
                            "offset" => Ok(GeneratedField::Offset),
                            "eventId" | "event_id" => Ok(GeneratedField::EventId),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = InputPosition;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.InputPosition")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<InputPosition, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut topic__ = None;
                let mut offset__ = None;
                let mut event_id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Topic => {
                            if topic__.is_some() {
                                return Err(serde::de::Error::duplicate_field("topic"));
                            }
                            topic__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Offset => {
                            if offset__.is_some() {
                                return Err(serde::de::Error::duplicate_field("offset"));
                            }
                            offset__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::EventId => {
                            if event_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("eventId"));
                            }
                            event_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(InputPosition {
                    topic: topic__.unwrap_or_default(),
                    offset: offset__.unwrap_or_default(),
                    event_id: event_id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.InputPosition", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for InputRejected {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.detail.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.InputRejected", len)?;
        if !self.detail.is_empty() {
            struct_ser.serialize_field("detail", &self.detail)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for InputRejected {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "detail",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Detail,
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
                            "detail" => Ok(GeneratedField::Detail),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = InputRejected;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.InputRejected")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<InputRejected, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut detail__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Detail => {
                            if detail__.is_some() {
                                return Err(serde::de::Error::duplicate_field("detail"));
                            }
                            detail__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(InputRejected {
                    detail: detail__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.InputRejected", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LedgerEvent {
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
        if self.wallet_version != 0 {
            len += 1;
        }
        if self.cause.is_some() {
            len += 1;
        }
        if self.balance_after.is_some() {
            len += 1;
        }
        if !self.previous.is_empty() {
            len += 1;
        }
        if self.kind.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LedgerEvent", len)?;
        if !self.id.is_empty() {
            struct_ser.serialize_field("id", &self.id)?;
        }
        if let Some(v) = self.time.as_ref() {
            struct_ser.serialize_field("time", v)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.wallet_version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("walletVersion", ToString::to_string(&self.wallet_version).as_str())?;
        }
        if let Some(v) = self.cause.as_ref() {
            struct_ser.serialize_field("cause", v)?;
        }
        if let Some(v) = self.balance_after.as_ref() {
            struct_ser.serialize_field("balanceAfter", v)?;
        }
        if !self.previous.is_empty() {
            struct_ser.serialize_field("previous", &self.previous)?;
        }
        if let Some(v) = self.kind.as_ref() {
            match v {
                ledger_event::Kind::WalletOpened(v) => {
                    struct_ser.serialize_field("walletOpened", v)?;
                }
                ledger_event::Kind::TokensCredited(v) => {
                    struct_ser.serialize_field("tokensCredited", v)?;
                }
                ledger_event::Kind::TokensHeld(v) => {
                    struct_ser.serialize_field("tokensHeld", v)?;
                }
                ledger_event::Kind::HoldExtended(v) => {
                    struct_ser.serialize_field("holdExtended", v)?;
                }
                ledger_event::Kind::TokensDeducted(v) => {
                    struct_ser.serialize_field("tokensDeducted", v)?;
                }
                ledger_event::Kind::TokensReleased(v) => {
                    struct_ser.serialize_field("tokensReleased", v)?;
                }
                ledger_event::Kind::LotExpired(v) => {
                    struct_ser.serialize_field("lotExpired", v)?;
                }
                ledger_event::Kind::CommandRefused(v) => {
                    struct_ser.serialize_field("commandRefused", v)?;
                }
                ledger_event::Kind::BookClaimed(v) => {
                    struct_ser.serialize_field("bookClaimed", v)?;
                }
                ledger_event::Kind::InputRejected(v) => {
                    struct_ser.serialize_field("inputRejected", v)?;
                }
                ledger_event::Kind::LotReserved(v) => {
                    struct_ser.serialize_field("lotReserved", v)?;
                }
                ledger_event::Kind::LotUnreserved(v) => {
                    struct_ser.serialize_field("lotUnreserved", v)?;
                }
                ledger_event::Kind::LotRefunded(v) => {
                    struct_ser.serialize_field("lotRefunded", v)?;
                }
                ledger_event::Kind::LotFrozen(v) => {
                    struct_ser.serialize_field("lotFrozen", v)?;
                }
                ledger_event::Kind::LotUnfrozen(v) => {
                    struct_ser.serialize_field("lotUnfrozen", v)?;
                }
                ledger_event::Kind::TokensClawedBack(v) => {
                    struct_ser.serialize_field("tokensClawedBack", v)?;
                }
                ledger_event::Kind::DebtRepaid(v) => {
                    struct_ser.serialize_field("debtRepaid", v)?;
                }
                ledger_event::Kind::WalletFrozen(v) => {
                    struct_ser.serialize_field("walletFrozen", v)?;
                }
                ledger_event::Kind::WalletUnfrozen(v) => {
                    struct_ser.serialize_field("walletUnfrozen", v)?;
                }
                ledger_event::Kind::BalanceAdjusted(v) => {
                    struct_ser.serialize_field("balanceAdjusted", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LedgerEvent {
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
            "wallet_version",
            "walletVersion",
            "cause",
            "balance_after",
            "balanceAfter",
            "previous",
            "wallet_opened",
            "walletOpened",
            "tokens_credited",
            "tokensCredited",
            "tokens_held",
            "tokensHeld",
            "hold_extended",
            "holdExtended",
            "tokens_deducted",
            "tokensDeducted",
            "tokens_released",
            "tokensReleased",
            "lot_expired",
            "lotExpired",
            "command_refused",
            "commandRefused",
            "book_claimed",
            "bookClaimed",
            "input_rejected",
            "inputRejected",
            "lot_reserved",
            "lotReserved",
            "lot_unreserved",
            "lotUnreserved",
            "lot_refunded",
            "lotRefunded",
            "lot_frozen",
            "lotFrozen",
            "lot_unfrozen",
            "lotUnfrozen",
            "tokens_clawed_back",
            "tokensClawedBack",
            "debt_repaid",
            "debtRepaid",
            "wallet_frozen",
            "walletFrozen",
            "wallet_unfrozen",
            "walletUnfrozen",
            "balance_adjusted",
            "balanceAdjusted",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Time,
            AccountId,
            WalletVersion,
            Cause,
            BalanceAfter,
            Previous,
            WalletOpened,
            TokensCredited,
            TokensHeld,
            HoldExtended,
            TokensDeducted,
            TokensReleased,
            LotExpired,
            CommandRefused,
            BookClaimed,
            InputRejected,
            LotReserved,
            LotUnreserved,
            LotRefunded,
            LotFrozen,
            LotUnfrozen,
            TokensClawedBack,
            DebtRepaid,
            WalletFrozen,
            WalletUnfrozen,
            BalanceAdjusted,
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
                            "walletVersion" | "wallet_version" => Ok(GeneratedField::WalletVersion),
                            "cause" => Ok(GeneratedField::Cause),
                            "balanceAfter" | "balance_after" => Ok(GeneratedField::BalanceAfter),
                            "previous" => Ok(GeneratedField::Previous),
                            "walletOpened" | "wallet_opened" => Ok(GeneratedField::WalletOpened),
                            "tokensCredited" | "tokens_credited" => Ok(GeneratedField::TokensCredited),
                            "tokensHeld" | "tokens_held" => Ok(GeneratedField::TokensHeld),
                            "holdExtended" | "hold_extended" => Ok(GeneratedField::HoldExtended),
                            "tokensDeducted" | "tokens_deducted" => Ok(GeneratedField::TokensDeducted),
                            "tokensReleased" | "tokens_released" => Ok(GeneratedField::TokensReleased),
                            "lotExpired" | "lot_expired" => Ok(GeneratedField::LotExpired),
                            "commandRefused" | "command_refused" => Ok(GeneratedField::CommandRefused),
                            "bookClaimed" | "book_claimed" => Ok(GeneratedField::BookClaimed),
                            "inputRejected" | "input_rejected" => Ok(GeneratedField::InputRejected),
                            "lotReserved" | "lot_reserved" => Ok(GeneratedField::LotReserved),
                            "lotUnreserved" | "lot_unreserved" => Ok(GeneratedField::LotUnreserved),
                            "lotRefunded" | "lot_refunded" => Ok(GeneratedField::LotRefunded),
                            "lotFrozen" | "lot_frozen" => Ok(GeneratedField::LotFrozen),
                            "lotUnfrozen" | "lot_unfrozen" => Ok(GeneratedField::LotUnfrozen),
                            "tokensClawedBack" | "tokens_clawed_back" => Ok(GeneratedField::TokensClawedBack),
                            "debtRepaid" | "debt_repaid" => Ok(GeneratedField::DebtRepaid),
                            "walletFrozen" | "wallet_frozen" => Ok(GeneratedField::WalletFrozen),
                            "walletUnfrozen" | "wallet_unfrozen" => Ok(GeneratedField::WalletUnfrozen),
                            "balanceAdjusted" | "balance_adjusted" => Ok(GeneratedField::BalanceAdjusted),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LedgerEvent;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LedgerEvent")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LedgerEvent, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut time__ = None;
                let mut account_id__ = None;
                let mut wallet_version__ = None;
                let mut cause__ = None;
                let mut balance_after__ = None;
                let mut previous__ = None;
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
                        GeneratedField::WalletVersion => {
                            if wallet_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("walletVersion"));
                            }
                            wallet_version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Cause => {
                            if cause__.is_some() {
                                return Err(serde::de::Error::duplicate_field("cause"));
                            }
                            cause__ = map_.next_value()?;
                        }
                        GeneratedField::BalanceAfter => {
                            if balance_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("balanceAfter"));
                            }
                            balance_after__ = map_.next_value()?;
                        }
                        GeneratedField::Previous => {
                            if previous__.is_some() {
                                return Err(serde::de::Error::duplicate_field("previous"));
                            }
                            previous__ = Some(map_.next_value()?);
                        }
                        GeneratedField::WalletOpened => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("walletOpened"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::WalletOpened)
;
                        }
                        GeneratedField::TokensCredited => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokensCredited"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::TokensCredited)
;
                        }
                        GeneratedField::TokensHeld => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokensHeld"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::TokensHeld)
;
                        }
                        GeneratedField::HoldExtended => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdExtended"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::HoldExtended)
;
                        }
                        GeneratedField::TokensDeducted => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokensDeducted"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::TokensDeducted)
;
                        }
                        GeneratedField::TokensReleased => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokensReleased"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::TokensReleased)
;
                        }
                        GeneratedField::LotExpired => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotExpired"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::LotExpired)
;
                        }
                        GeneratedField::CommandRefused => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("commandRefused"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::CommandRefused)
;
                        }
                        GeneratedField::BookClaimed => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("bookClaimed"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::BookClaimed)
;
                        }
                        GeneratedField::InputRejected => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("inputRejected"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::InputRejected)
;
                        }
                        GeneratedField::LotReserved => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotReserved"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::LotReserved)
;
                        }
                        GeneratedField::LotUnreserved => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotUnreserved"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::LotUnreserved)
;
                        }
                        GeneratedField::LotRefunded => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotRefunded"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::LotRefunded)
;
                        }
                        GeneratedField::LotFrozen => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotFrozen"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::LotFrozen)
;
                        }
                        GeneratedField::LotUnfrozen => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotUnfrozen"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::LotUnfrozen)
;
                        }
                        GeneratedField::TokensClawedBack => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokensClawedBack"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::TokensClawedBack)
;
                        }
                        GeneratedField::DebtRepaid => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtRepaid"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::DebtRepaid)
;
                        }
                        GeneratedField::WalletFrozen => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("walletFrozen"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::WalletFrozen)
;
                        }
                        GeneratedField::WalletUnfrozen => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("walletUnfrozen"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::WalletUnfrozen)
;
                        }
                        GeneratedField::BalanceAdjusted => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("balanceAdjusted"));
                            }
                            kind__ = map_.next_value::<::std::option::Option<_>>()?.map(ledger_event::Kind::BalanceAdjusted)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LedgerEvent {
                    id: id__.unwrap_or_default(),
                    time: time__,
                    account_id: account_id__.unwrap_or_default(),
                    wallet_version: wallet_version__.unwrap_or_default(),
                    cause: cause__,
                    balance_after: balance_after__,
                    previous: previous__.unwrap_or_default(),
                    kind: kind__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LedgerEvent", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListTokenLogRequest {
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
        if !self.kinds.is_empty() {
            len += 1;
        }
        if self.min_version != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ListTokenLogRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.limit != 0 {
            struct_ser.serialize_field("limit", &self.limit)?;
        }
        if !self.cursor.is_empty() {
            struct_ser.serialize_field("cursor", &self.cursor)?;
        }
        if !self.kinds.is_empty() {
            let v = self.kinds.iter().cloned().map(|v| {
                TokenLogKind::try_from(v)
                    .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", v)))
                }).collect::<std::result::Result<Vec<_>, _>>()?;
            struct_ser.serialize_field("kinds", &v)?;
        }
        if self.min_version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("minVersion", ToString::to_string(&self.min_version).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListTokenLogRequest {
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
            "kinds",
            "min_version",
            "minVersion",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            Limit,
            Cursor,
            Kinds,
            MinVersion,
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
                            "kinds" => Ok(GeneratedField::Kinds),
                            "minVersion" | "min_version" => Ok(GeneratedField::MinVersion),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ListTokenLogRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ListTokenLogRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListTokenLogRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut limit__ = None;
                let mut cursor__ = None;
                let mut kinds__ = None;
                let mut min_version__ = None;
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
                        GeneratedField::Kinds => {
                            if kinds__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kinds"));
                            }
                            kinds__ = Some(map_.next_value::<Vec<TokenLogKind>>()?.into_iter().map(|x| x as i32).collect());
                        }
                        GeneratedField::MinVersion => {
                            if min_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("minVersion"));
                            }
                            min_version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ListTokenLogRequest {
                    account_id: account_id__.unwrap_or_default(),
                    limit: limit__.unwrap_or_default(),
                    cursor: cursor__.unwrap_or_default(),
                    kinds: kinds__.unwrap_or_default(),
                    min_version: min_version__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ListTokenLogRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ListTokenLogResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.entries.is_empty() {
            len += 1;
        }
        if !self.next_cursor.is_empty() {
            len += 1;
        }
        if self.version != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ListTokenLogResponse", len)?;
        if !self.entries.is_empty() {
            struct_ser.serialize_field("entries", &self.entries)?;
        }
        if !self.next_cursor.is_empty() {
            struct_ser.serialize_field("nextCursor", &self.next_cursor)?;
        }
        if self.version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("version", ToString::to_string(&self.version).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ListTokenLogResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "entries",
            "next_cursor",
            "nextCursor",
            "version",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Entries,
            NextCursor,
            Version,
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
                            "entries" => Ok(GeneratedField::Entries),
                            "nextCursor" | "next_cursor" => Ok(GeneratedField::NextCursor),
                            "version" => Ok(GeneratedField::Version),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ListTokenLogResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ListTokenLogResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ListTokenLogResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut entries__ = None;
                let mut next_cursor__ = None;
                let mut version__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Entries => {
                            if entries__.is_some() {
                                return Err(serde::de::Error::duplicate_field("entries"));
                            }
                            entries__ = Some(map_.next_value()?);
                        }
                        GeneratedField::NextCursor => {
                            if next_cursor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("nextCursor"));
                            }
                            next_cursor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Version => {
                            if version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("version"));
                            }
                            version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ListTokenLogResponse {
                    entries: entries__.unwrap_or_default(),
                    next_cursor: next_cursor__.unwrap_or_default(),
                    version: version__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ListTokenLogResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotExpired {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotExpired", len)?;
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotExpired {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "lot_id",
            "lotId",
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LotId,
            Tokens,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotExpired;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotExpired")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotExpired, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut lot_id__ = None;
                let mut tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotExpired {
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotExpired", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotFrozen {
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
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotFrozen", len)?;
        if !self.dispute_id.is_empty() {
            struct_ser.serialize_field("disputeId", &self.dispute_id)?;
        }
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotFrozen {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "dispute_id",
            "disputeId",
            "lot_id",
            "lotId",
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DisputeId,
            LotId,
            Tokens,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotFrozen;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotFrozen")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotFrozen, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut dispute_id__ = None;
                let mut lot_id__ = None;
                let mut tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DisputeId => {
                            if dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeId"));
                            }
                            dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotFrozen {
                    dispute_id: dispute_id__.unwrap_or_default(),
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotFrozen", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotPart {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotPart", len)?;
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotPart {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "lot_id",
            "lotId",
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LotId,
            Tokens,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotPart;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotPart")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotPart, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut lot_id__ = None;
                let mut tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotPart {
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotPart", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotRefunded {
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
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.reserved_tokens != 0 {
            len += 1;
        }
        if self.debt_added != 0 {
            len += 1;
        }
        if self.unreserved_tokens != 0 {
            len += 1;
        }
        if self.outstanding_tokens != 0 {
            len += 1;
        }
        if self.lot_frozen {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotRefunded", len)?;
        if !self.refund_id.is_empty() {
            struct_ser.serialize_field("refundId", &self.refund_id)?;
        }
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.reserved_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("reservedTokens", ToString::to_string(&self.reserved_tokens).as_str())?;
        }
        if self.debt_added != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtAdded", ToString::to_string(&self.debt_added).as_str())?;
        }
        if self.unreserved_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("unreservedTokens", ToString::to_string(&self.unreserved_tokens).as_str())?;
        }
        if self.outstanding_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("outstandingTokens", ToString::to_string(&self.outstanding_tokens).as_str())?;
        }
        if self.lot_frozen {
            struct_ser.serialize_field("lotFrozen", &self.lot_frozen)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotRefunded {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "refund_id",
            "refundId",
            "lot_id",
            "lotId",
            "tokens",
            "reserved_tokens",
            "reservedTokens",
            "debt_added",
            "debtAdded",
            "unreserved_tokens",
            "unreservedTokens",
            "outstanding_tokens",
            "outstandingTokens",
            "lot_frozen",
            "lotFrozen",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RefundId,
            LotId,
            Tokens,
            ReservedTokens,
            DebtAdded,
            UnreservedTokens,
            OutstandingTokens,
            LotFrozen,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "reservedTokens" | "reserved_tokens" => Ok(GeneratedField::ReservedTokens),
                            "debtAdded" | "debt_added" => Ok(GeneratedField::DebtAdded),
                            "unreservedTokens" | "unreserved_tokens" => Ok(GeneratedField::UnreservedTokens),
                            "outstandingTokens" | "outstanding_tokens" => Ok(GeneratedField::OutstandingTokens),
                            "lotFrozen" | "lot_frozen" => Ok(GeneratedField::LotFrozen),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotRefunded;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotRefunded")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotRefunded, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut refund_id__ = None;
                let mut lot_id__ = None;
                let mut tokens__ = None;
                let mut reserved_tokens__ = None;
                let mut debt_added__ = None;
                let mut unreserved_tokens__ = None;
                let mut outstanding_tokens__ = None;
                let mut lot_frozen__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RefundId => {
                            if refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundId"));
                            }
                            refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ReservedTokens => {
                            if reserved_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reservedTokens"));
                            }
                            reserved_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::DebtAdded => {
                            if debt_added__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtAdded"));
                            }
                            debt_added__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::UnreservedTokens => {
                            if unreserved_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("unreservedTokens"));
                            }
                            unreserved_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::OutstandingTokens => {
                            if outstanding_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("outstandingTokens"));
                            }
                            outstanding_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::LotFrozen => {
                            if lot_frozen__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotFrozen"));
                            }
                            lot_frozen__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotRefunded {
                    refund_id: refund_id__.unwrap_or_default(),
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    reserved_tokens: reserved_tokens__.unwrap_or_default(),
                    debt_added: debt_added__.unwrap_or_default(),
                    unreserved_tokens: unreserved_tokens__.unwrap_or_default(),
                    outstanding_tokens: outstanding_tokens__.unwrap_or_default(),
                    lot_frozen: lot_frozen__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotRefunded", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotReserved {
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
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotReserved", len)?;
        if !self.refund_id.is_empty() {
            struct_ser.serialize_field("refundId", &self.refund_id)?;
        }
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotReserved {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "refund_id",
            "refundId",
            "lot_id",
            "lotId",
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RefundId,
            LotId,
            Tokens,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotReserved;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotReserved")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotReserved, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut refund_id__ = None;
                let mut lot_id__ = None;
                let mut tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RefundId => {
                            if refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundId"));
                            }
                            refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotReserved {
                    refund_id: refund_id__.unwrap_or_default(),
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotReserved", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotSource {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "LOT_SOURCE_UNSPECIFIED",
            Self::Purchase => "LOT_SOURCE_PURCHASE",
            Self::Promotion => "LOT_SOURCE_PROMOTION",
            Self::Adjustment => "LOT_SOURCE_ADJUSTMENT",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for LotSource {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "LOT_SOURCE_UNSPECIFIED",
            "LOT_SOURCE_PURCHASE",
            "LOT_SOURCE_PROMOTION",
            "LOT_SOURCE_ADJUSTMENT",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = LotSource;

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
                    "LOT_SOURCE_UNSPECIFIED" => Ok(LotSource::Unspecified),
                    "LOT_SOURCE_PURCHASE" => Ok(LotSource::Purchase),
                    "LOT_SOURCE_PROMOTION" => Ok(LotSource::Promotion),
                    "LOT_SOURCE_ADJUSTMENT" => Ok(LotSource::Adjustment),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for LotUnfrozen {
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
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotUnfrozen", len)?;
        if !self.dispute_id.is_empty() {
            struct_ser.serialize_field("disputeId", &self.dispute_id)?;
        }
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotUnfrozen {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "dispute_id",
            "disputeId",
            "lot_id",
            "lotId",
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DisputeId,
            LotId,
            Tokens,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotUnfrozen;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotUnfrozen")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotUnfrozen, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut dispute_id__ = None;
                let mut lot_id__ = None;
                let mut tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DisputeId => {
                            if dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeId"));
                            }
                            dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotUnfrozen {
                    dispute_id: dispute_id__.unwrap_or_default(),
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotUnfrozen", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for LotUnreserved {
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
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.lot_frozen {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.LotUnreserved", len)?;
        if !self.refund_id.is_empty() {
            struct_ser.serialize_field("refundId", &self.refund_id)?;
        }
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.lot_frozen {
            struct_ser.serialize_field("lotFrozen", &self.lot_frozen)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for LotUnreserved {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "refund_id",
            "refundId",
            "lot_id",
            "lotId",
            "tokens",
            "lot_frozen",
            "lotFrozen",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            RefundId,
            LotId,
            Tokens,
            LotFrozen,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "lotFrozen" | "lot_frozen" => Ok(GeneratedField::LotFrozen),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = LotUnreserved;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.LotUnreserved")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<LotUnreserved, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut refund_id__ = None;
                let mut lot_id__ = None;
                let mut tokens__ = None;
                let mut lot_frozen__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::RefundId => {
                            if refund_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("refundId"));
                            }
                            refund_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::LotFrozen => {
                            if lot_frozen__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotFrozen"));
                            }
                            lot_frozen__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(LotUnreserved {
                    refund_id: refund_id__.unwrap_or_default(),
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    lot_frozen: lot_frozen__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.LotUnreserved", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Outcome {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.outcome.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Outcome", len)?;
        if let Some(v) = self.outcome.as_ref() {
            match v {
                outcome::Outcome::Authorize(v) => {
                    struct_ser.serialize_field("authorize", v)?;
                }
                outcome::Outcome::Capture(v) => {
                    struct_ser.serialize_field("capture", v)?;
                }
                outcome::Outcome::Release(v) => {
                    struct_ser.serialize_field("release", v)?;
                }
                outcome::Outcome::ExtendHold(v) => {
                    struct_ser.serialize_field("extendHold", v)?;
                }
                outcome::Outcome::Spend(v) => {
                    struct_ser.serialize_field("spend", v)?;
                }
                outcome::Outcome::Failure(v) => {
                    struct_ser.serialize_field("failure", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Outcome {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "authorize",
            "capture",
            "release",
            "extend_hold",
            "extendHold",
            "spend",
            "failure",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Authorize,
            Capture,
            Release,
            ExtendHold,
            Spend,
            Failure,
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
                            "authorize" => Ok(GeneratedField::Authorize),
                            "capture" => Ok(GeneratedField::Capture),
                            "release" => Ok(GeneratedField::Release),
                            "extendHold" | "extend_hold" => Ok(GeneratedField::ExtendHold),
                            "spend" => Ok(GeneratedField::Spend),
                            "failure" => Ok(GeneratedField::Failure),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Outcome;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Outcome")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Outcome, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut outcome__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Authorize => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("authorize"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(outcome::Outcome::Authorize)
;
                        }
                        GeneratedField::Capture => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("capture"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(outcome::Outcome::Capture)
;
                        }
                        GeneratedField::Release => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("release"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(outcome::Outcome::Release)
;
                        }
                        GeneratedField::ExtendHold => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("extendHold"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(outcome::Outcome::ExtendHold)
;
                        }
                        GeneratedField::Spend => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("spend"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(outcome::Outcome::Spend)
;
                        }
                        GeneratedField::Failure => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("failure"));
                            }
                            outcome__ = map_.next_value::<::std::option::Option<_>>()?.map(outcome::Outcome::Failure)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Outcome {
                    outcome: outcome__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Outcome", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ReadModelDifference {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.table.is_empty() {
            len += 1;
        }
        if self.kind != 0 {
            len += 1;
        }
        if !self.account_id.is_empty() {
            len += 1;
        }
        if self.version != 0 {
            len += 1;
        }
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.partition.is_some() {
            len += 1;
        }
        if !self.columns.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ReadModelDifference", len)?;
        if !self.table.is_empty() {
            struct_ser.serialize_field("table", &self.table)?;
        }
        if self.kind != 0 {
            let v = DifferenceKind::try_from(self.kind)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.kind)))?;
            struct_ser.serialize_field("kind", &v)?;
        }
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("version", ToString::to_string(&self.version).as_str())?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if let Some(v) = self.partition.as_ref() {
            struct_ser.serialize_field("partition", v)?;
        }
        if !self.columns.is_empty() {
            struct_ser.serialize_field("columns", &self.columns)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ReadModelDifference {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "table",
            "kind",
            "account_id",
            "accountId",
            "version",
            "hold_id",
            "holdId",
            "partition",
            "columns",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Table,
            Kind,
            AccountId,
            Version,
            HoldId,
            Partition,
            Columns,
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
                            "table" => Ok(GeneratedField::Table),
                            "kind" => Ok(GeneratedField::Kind),
                            "accountId" | "account_id" => Ok(GeneratedField::AccountId),
                            "version" => Ok(GeneratedField::Version),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "partition" => Ok(GeneratedField::Partition),
                            "columns" => Ok(GeneratedField::Columns),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ReadModelDifference;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ReadModelDifference")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ReadModelDifference, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut table__ = None;
                let mut kind__ = None;
                let mut account_id__ = None;
                let mut version__ = None;
                let mut hold_id__ = None;
                let mut partition__ = None;
                let mut columns__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Table => {
                            if table__.is_some() {
                                return Err(serde::de::Error::duplicate_field("table"));
                            }
                            table__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Kind => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kind"));
                            }
                            kind__ = Some(map_.next_value::<DifferenceKind>()? as i32);
                        }
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Version => {
                            if version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("version"));
                            }
                            version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Partition => {
                            if partition__.is_some() {
                                return Err(serde::de::Error::duplicate_field("partition"));
                            }
                            partition__ = 
                                map_.next_value::<::std::option::Option<::pbjson::private::NumberDeserialize<_>>>()?.map(|x| x.0)
                            ;
                        }
                        GeneratedField::Columns => {
                            if columns__.is_some() {
                                return Err(serde::de::Error::duplicate_field("columns"));
                            }
                            columns__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ReadModelDifference {
                    table: table__.unwrap_or_default(),
                    kind: kind__.unwrap_or_default(),
                    account_id: account_id__.unwrap_or_default(),
                    version: version__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    partition: partition__,
                    columns: columns__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ReadModelDifference", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RebuildProgress {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.stage != 0 {
            len += 1;
        }
        if self.records != 0 {
            len += 1;
        }
        if self.records_total != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.RebuildProgress", len)?;
        if self.stage != 0 {
            let v = RebuildStage::try_from(self.stage)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.stage)))?;
            struct_ser.serialize_field("stage", &v)?;
        }
        if self.records != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("records", ToString::to_string(&self.records).as_str())?;
        }
        if self.records_total != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("recordsTotal", ToString::to_string(&self.records_total).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RebuildProgress {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "stage",
            "records",
            "records_total",
            "recordsTotal",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Stage,
            Records,
            RecordsTotal,
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
                            "stage" => Ok(GeneratedField::Stage),
                            "records" => Ok(GeneratedField::Records),
                            "recordsTotal" | "records_total" => Ok(GeneratedField::RecordsTotal),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RebuildProgress;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.RebuildProgress")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RebuildProgress, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut stage__ = None;
                let mut records__ = None;
                let mut records_total__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Stage => {
                            if stage__.is_some() {
                                return Err(serde::de::Error::duplicate_field("stage"));
                            }
                            stage__ = Some(map_.next_value::<RebuildStage>()? as i32);
                        }
                        GeneratedField::Records => {
                            if records__.is_some() {
                                return Err(serde::de::Error::duplicate_field("records"));
                            }
                            records__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::RecordsTotal => {
                            if records_total__.is_some() {
                                return Err(serde::de::Error::duplicate_field("recordsTotal"));
                            }
                            records_total__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RebuildProgress {
                    stage: stage__.unwrap_or_default(),
                    records: records__.unwrap_or_default(),
                    records_total: records_total__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.RebuildProgress", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RebuildStage {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "REBUILD_STAGE_UNSPECIFIED",
            Self::Filling => "REBUILD_STAGE_FILLING",
            Self::Comparing => "REBUILD_STAGE_COMPARING",
            Self::Swapping => "REBUILD_STAGE_SWAPPING",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for RebuildStage {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "REBUILD_STAGE_UNSPECIFIED",
            "REBUILD_STAGE_FILLING",
            "REBUILD_STAGE_COMPARING",
            "REBUILD_STAGE_SWAPPING",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = RebuildStage;

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
                    "REBUILD_STAGE_UNSPECIFIED" => Ok(RebuildStage::Unspecified),
                    "REBUILD_STAGE_FILLING" => Ok(RebuildStage::Filling),
                    "REBUILD_STAGE_COMPARING" => Ok(RebuildStage::Comparing),
                    "REBUILD_STAGE_SWAPPING" => Ok(RebuildStage::Swapping),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for RebuildSummary {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.tables.is_empty() {
            len += 1;
        }
        if !self.positions.is_empty() {
            len += 1;
        }
        if self.records != 0 {
            len += 1;
        }
        if self.void_records != 0 {
            len += 1;
        }
        if self.swapped {
            len += 1;
        }
        if self.filling.is_some() {
            len += 1;
        }
        if self.whole.is_some() {
            len += 1;
        }
        if self.projectors_waited.is_some() {
            len += 1;
        }
        if self.readers_waited.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.RebuildSummary", len)?;
        if !self.tables.is_empty() {
            struct_ser.serialize_field("tables", &self.tables)?;
        }
        if !self.positions.is_empty() {
            struct_ser.serialize_field("positions", &self.positions)?;
        }
        if self.records != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("records", ToString::to_string(&self.records).as_str())?;
        }
        if self.void_records != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("voidRecords", ToString::to_string(&self.void_records).as_str())?;
        }
        if self.swapped {
            struct_ser.serialize_field("swapped", &self.swapped)?;
        }
        if let Some(v) = self.filling.as_ref() {
            struct_ser.serialize_field("filling", v)?;
        }
        if let Some(v) = self.whole.as_ref() {
            struct_ser.serialize_field("whole", v)?;
        }
        if let Some(v) = self.projectors_waited.as_ref() {
            struct_ser.serialize_field("projectorsWaited", v)?;
        }
        if let Some(v) = self.readers_waited.as_ref() {
            struct_ser.serialize_field("readersWaited", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RebuildSummary {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tables",
            "positions",
            "records",
            "void_records",
            "voidRecords",
            "swapped",
            "filling",
            "whole",
            "projectors_waited",
            "projectorsWaited",
            "readers_waited",
            "readersWaited",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tables,
            Positions,
            Records,
            VoidRecords,
            Swapped,
            Filling,
            Whole,
            ProjectorsWaited,
            ReadersWaited,
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
                            "tables" => Ok(GeneratedField::Tables),
                            "positions" => Ok(GeneratedField::Positions),
                            "records" => Ok(GeneratedField::Records),
                            "voidRecords" | "void_records" => Ok(GeneratedField::VoidRecords),
                            "swapped" => Ok(GeneratedField::Swapped),
                            "filling" => Ok(GeneratedField::Filling),
                            "whole" => Ok(GeneratedField::Whole),
                            "projectorsWaited" | "projectors_waited" => Ok(GeneratedField::ProjectorsWaited),
                            "readersWaited" | "readers_waited" => Ok(GeneratedField::ReadersWaited),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RebuildSummary;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.RebuildSummary")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RebuildSummary, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tables__ = None;
                let mut positions__ = None;
                let mut records__ = None;
                let mut void_records__ = None;
                let mut swapped__ = None;
                let mut filling__ = None;
                let mut whole__ = None;
                let mut projectors_waited__ = None;
                let mut readers_waited__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Tables => {
                            if tables__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tables"));
                            }
                            tables__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Positions => {
                            if positions__.is_some() {
                                return Err(serde::de::Error::duplicate_field("positions"));
                            }
                            positions__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Records => {
                            if records__.is_some() {
                                return Err(serde::de::Error::duplicate_field("records"));
                            }
                            records__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::VoidRecords => {
                            if void_records__.is_some() {
                                return Err(serde::de::Error::duplicate_field("voidRecords"));
                            }
                            void_records__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Swapped => {
                            if swapped__.is_some() {
                                return Err(serde::de::Error::duplicate_field("swapped"));
                            }
                            swapped__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Filling => {
                            if filling__.is_some() {
                                return Err(serde::de::Error::duplicate_field("filling"));
                            }
                            filling__ = map_.next_value()?;
                        }
                        GeneratedField::Whole => {
                            if whole__.is_some() {
                                return Err(serde::de::Error::duplicate_field("whole"));
                            }
                            whole__ = map_.next_value()?;
                        }
                        GeneratedField::ProjectorsWaited => {
                            if projectors_waited__.is_some() {
                                return Err(serde::de::Error::duplicate_field("projectorsWaited"));
                            }
                            projectors_waited__ = map_.next_value()?;
                        }
                        GeneratedField::ReadersWaited => {
                            if readers_waited__.is_some() {
                                return Err(serde::de::Error::duplicate_field("readersWaited"));
                            }
                            readers_waited__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RebuildSummary {
                    tables: tables__.unwrap_or_default(),
                    positions: positions__.unwrap_or_default(),
                    records: records__.unwrap_or_default(),
                    void_records: void_records__.unwrap_or_default(),
                    swapped: swapped__.unwrap_or_default(),
                    filling: filling__,
                    whole: whole__,
                    projectors_waited: projectors_waited__,
                    readers_waited: readers_waited__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.RebuildSummary", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RebuildTokenLogRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.swap {
            len += 1;
        }
        if self.max_differences != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.RebuildTokenLogRequest", len)?;
        if self.swap {
            struct_ser.serialize_field("swap", &self.swap)?;
        }
        if self.max_differences != 0 {
            struct_ser.serialize_field("maxDifferences", &self.max_differences)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RebuildTokenLogRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "swap",
            "max_differences",
            "maxDifferences",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Swap,
            MaxDifferences,
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
                            "swap" => Ok(GeneratedField::Swap),
                            "maxDifferences" | "max_differences" => Ok(GeneratedField::MaxDifferences),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RebuildTokenLogRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.RebuildTokenLogRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RebuildTokenLogRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut swap__ = None;
                let mut max_differences__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Swap => {
                            if swap__.is_some() {
                                return Err(serde::de::Error::duplicate_field("swap"));
                            }
                            swap__ = Some(map_.next_value()?);
                        }
                        GeneratedField::MaxDifferences => {
                            if max_differences__.is_some() {
                                return Err(serde::de::Error::duplicate_field("maxDifferences"));
                            }
                            max_differences__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RebuildTokenLogRequest {
                    swap: swap__.unwrap_or_default(),
                    max_differences: max_differences__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.RebuildTokenLogRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RebuildTokenLogResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.told.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.RebuildTokenLogResponse", len)?;
        if let Some(v) = self.told.as_ref() {
            match v {
                rebuild_token_log_response::Told::Progress(v) => {
                    struct_ser.serialize_field("progress", v)?;
                }
                rebuild_token_log_response::Told::Difference(v) => {
                    struct_ser.serialize_field("difference", v)?;
                }
                rebuild_token_log_response::Told::Summary(v) => {
                    struct_ser.serialize_field("summary", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RebuildTokenLogResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "progress",
            "difference",
            "summary",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Progress,
            Difference,
            Summary,
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
                            "progress" => Ok(GeneratedField::Progress),
                            "difference" => Ok(GeneratedField::Difference),
                            "summary" => Ok(GeneratedField::Summary),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RebuildTokenLogResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.RebuildTokenLogResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RebuildTokenLogResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut told__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Progress => {
                            if told__.is_some() {
                                return Err(serde::de::Error::duplicate_field("progress"));
                            }
                            told__ = map_.next_value::<::std::option::Option<_>>()?.map(rebuild_token_log_response::Told::Progress)
;
                        }
                        GeneratedField::Difference => {
                            if told__.is_some() {
                                return Err(serde::de::Error::duplicate_field("difference"));
                            }
                            told__ = map_.next_value::<::std::option::Option<_>>()?.map(rebuild_token_log_response::Told::Difference)
;
                        }
                        GeneratedField::Summary => {
                            if told__.is_some() {
                                return Err(serde::de::Error::duplicate_field("summary"));
                            }
                            told__ = map_.next_value::<::std::option::Option<_>>()?.map(rebuild_token_log_response::Told::Summary)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RebuildTokenLogResponse {
                    told: told__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.RebuildTokenLogResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for RebuiltPosition {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.partition != 0 {
            len += 1;
        }
        if self.next_offset != 0 {
            len += 1;
        }
        if !self.chain_head.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.RebuiltPosition", len)?;
        if self.partition != 0 {
            struct_ser.serialize_field("partition", &self.partition)?;
        }
        if self.next_offset != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("nextOffset", ToString::to_string(&self.next_offset).as_str())?;
        }
        if !self.chain_head.is_empty() {
            struct_ser.serialize_field("chainHead", &self.chain_head)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for RebuiltPosition {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "partition",
            "next_offset",
            "nextOffset",
            "chain_head",
            "chainHead",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Partition,
            NextOffset,
            ChainHead,
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
                            "partition" => Ok(GeneratedField::Partition),
                            "nextOffset" | "next_offset" => Ok(GeneratedField::NextOffset),
                            "chainHead" | "chain_head" => Ok(GeneratedField::ChainHead),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = RebuiltPosition;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.RebuiltPosition")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<RebuiltPosition, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut partition__ = None;
                let mut next_offset__ = None;
                let mut chain_head__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Partition => {
                            if partition__.is_some() {
                                return Err(serde::de::Error::duplicate_field("partition"));
                            }
                            partition__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::NextOffset => {
                            if next_offset__.is_some() {
                                return Err(serde::de::Error::duplicate_field("nextOffset"));
                            }
                            next_offset__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ChainHead => {
                            if chain_head__.is_some() {
                                return Err(serde::de::Error::duplicate_field("chainHead"));
                            }
                            chain_head__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(RebuiltPosition {
                    partition: partition__.unwrap_or_default(),
                    next_offset: next_offset__.unwrap_or_default(),
                    chain_head: chain_head__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.RebuiltPosition", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Receipt {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.entry_id.is_empty() {
            len += 1;
        }
        if self.time.is_some() {
            len += 1;
        }
        if self.balance.is_some() {
            len += 1;
        }
        if self.partition != 0 {
            len += 1;
        }
        if self.offset != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Receipt", len)?;
        if !self.entry_id.is_empty() {
            struct_ser.serialize_field("entryId", &self.entry_id)?;
        }
        if let Some(v) = self.time.as_ref() {
            struct_ser.serialize_field("time", v)?;
        }
        if let Some(v) = self.balance.as_ref() {
            struct_ser.serialize_field("balance", v)?;
        }
        if self.partition != 0 {
            struct_ser.serialize_field("partition", &self.partition)?;
        }
        if self.offset != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("offset", ToString::to_string(&self.offset).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Receipt {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "entry_id",
            "entryId",
            "time",
            "balance",
            "partition",
            "offset",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            EntryId,
            Time,
            Balance,
            Partition,
            Offset,
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
                            "entryId" | "entry_id" => Ok(GeneratedField::EntryId),
                            "time" => Ok(GeneratedField::Time),
                            "balance" => Ok(GeneratedField::Balance),
                            "partition" => Ok(GeneratedField::Partition),
                            "offset" => Ok(GeneratedField::Offset),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Receipt;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Receipt")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Receipt, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut entry_id__ = None;
                let mut time__ = None;
                let mut balance__ = None;
                let mut partition__ = None;
                let mut offset__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::EntryId => {
                            if entry_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("entryId"));
                            }
                            entry_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Time => {
                            if time__.is_some() {
                                return Err(serde::de::Error::duplicate_field("time"));
                            }
                            time__ = map_.next_value()?;
                        }
                        GeneratedField::Balance => {
                            if balance__.is_some() {
                                return Err(serde::de::Error::duplicate_field("balance"));
                            }
                            balance__ = map_.next_value()?;
                        }
                        GeneratedField::Partition => {
                            if partition__.is_some() {
                                return Err(serde::de::Error::duplicate_field("partition"));
                            }
                            partition__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Offset => {
                            if offset__.is_some() {
                                return Err(serde::de::Error::duplicate_field("offset"));
                            }
                            offset__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Receipt {
                    entry_id: entry_id__.unwrap_or_default(),
                    time: time__,
                    balance: balance__,
                    partition: partition__.unwrap_or_default(),
                    offset: offset__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Receipt", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ReleaseRequest {
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
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ReleaseRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ReleaseRequest {
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
            "hold_id",
            "holdId",
            "reason",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            HoldId,
            Reason,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "reason" => Ok(GeneratedField::Reason),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ReleaseRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ReleaseRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ReleaseRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut hold_id__ = None;
                let mut reason__ = None;
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
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ReleaseRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ReleaseRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for ReleaseResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        if self.released != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.ReleaseResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        if self.released != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("released", ToString::to_string(&self.released).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for ReleaseResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
            "released",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
            Released,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            "released" => Ok(GeneratedField::Released),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = ReleaseResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.ReleaseResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<ReleaseResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                let mut released__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::Released => {
                            if released__.is_some() {
                                return Err(serde::de::Error::duplicate_field("released"));
                            }
                            released__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(ReleaseResponse {
                    receipt: receipt__,
                    released: released__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.ReleaseResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SpendRequest {
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
        if self.tokens != 0 {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SpendRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SpendRequest {
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
            "tokens",
            "reference",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            Tokens,
            Reference,
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
                            "tokens" => Ok(GeneratedField::Tokens),
                            "reference" => Ok(GeneratedField::Reference),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SpendRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SpendRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SpendRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut tokens__ = None;
                let mut reference__ = None;
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
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SpendRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    reference: reference__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SpendRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SpendResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SpendResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SpendResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SpendResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SpendResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SpendResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SpendResponse {
                    receipt: receipt__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SpendResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Submission {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.id != 0 {
            len += 1;
        }
        if self.command.is_some() {
            len += 1;
        }
        if self.timeout.is_some() {
            len += 1;
        }
        if !self.traceparent.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Submission", len)?;
        if self.id != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("id", ToString::to_string(&self.id).as_str())?;
        }
        if let Some(v) = self.command.as_ref() {
            struct_ser.serialize_field("command", v)?;
        }
        if let Some(v) = self.timeout.as_ref() {
            struct_ser.serialize_field("timeout", v)?;
        }
        if !self.traceparent.is_empty() {
            struct_ser.serialize_field("traceparent", &self.traceparent)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Submission {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "id",
            "command",
            "timeout",
            "traceparent",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Command,
            Timeout,
            Traceparent,
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
                            "command" => Ok(GeneratedField::Command),
                            "timeout" => Ok(GeneratedField::Timeout),
                            "traceparent" => Ok(GeneratedField::Traceparent),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Submission;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Submission")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Submission, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut command__ = None;
                let mut timeout__ = None;
                let mut traceparent__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Id => {
                            if id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("id"));
                            }
                            id__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Command => {
                            if command__.is_some() {
                                return Err(serde::de::Error::duplicate_field("command"));
                            }
                            command__ = map_.next_value()?;
                        }
                        GeneratedField::Timeout => {
                            if timeout__.is_some() {
                                return Err(serde::de::Error::duplicate_field("timeout"));
                            }
                            timeout__ = map_.next_value()?;
                        }
                        GeneratedField::Traceparent => {
                            if traceparent__.is_some() {
                                return Err(serde::de::Error::duplicate_field("traceparent"));
                            }
                            traceparent__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Submission {
                    id: id__.unwrap_or_default(),
                    command: command__,
                    timeout: timeout__,
                    traceparent: traceparent__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Submission", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SubmissionResult {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.id != 0 {
            len += 1;
        }
        if self.outcome.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SubmissionResult", len)?;
        if self.id != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("id", ToString::to_string(&self.id).as_str())?;
        }
        if let Some(v) = self.outcome.as_ref() {
            struct_ser.serialize_field("outcome", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SubmissionResult {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "id",
            "outcome",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Id,
            Outcome,
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
                            "outcome" => Ok(GeneratedField::Outcome),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SubmissionResult;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SubmissionResult")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SubmissionResult, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut id__ = None;
                let mut outcome__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Id => {
                            if id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("id"));
                            }
                            id__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Outcome => {
                            if outcome__.is_some() {
                                return Err(serde::de::Error::duplicate_field("outcome"));
                            }
                            outcome__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SubmissionResult {
                    id: id__.unwrap_or_default(),
                    outcome: outcome__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SubmissionResult", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SubmitBatchRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.commands.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SubmitBatchRequest", len)?;
        if !self.commands.is_empty() {
            struct_ser.serialize_field("commands", &self.commands)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SubmitBatchRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "commands",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Commands,
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
                            "commands" => Ok(GeneratedField::Commands),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SubmitBatchRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SubmitBatchRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SubmitBatchRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut commands__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Commands => {
                            if commands__.is_some() {
                                return Err(serde::de::Error::duplicate_field("commands"));
                            }
                            commands__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SubmitBatchRequest {
                    commands: commands__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SubmitBatchRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SubmitBatchResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.outcomes.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SubmitBatchResponse", len)?;
        if !self.outcomes.is_empty() {
            struct_ser.serialize_field("outcomes", &self.outcomes)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SubmitBatchResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "outcomes",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Outcomes,
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
                            "outcomes" => Ok(GeneratedField::Outcomes),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SubmitBatchResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SubmitBatchResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SubmitBatchResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut outcomes__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Outcomes => {
                            if outcomes__.is_some() {
                                return Err(serde::de::Error::duplicate_field("outcomes"));
                            }
                            outcomes__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SubmitBatchResponse {
                    outcomes: outcomes__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SubmitBatchResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SubmitRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.submissions.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SubmitRequest", len)?;
        if !self.submissions.is_empty() {
            struct_ser.serialize_field("submissions", &self.submissions)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SubmitRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "submissions",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Submissions,
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
                            "submissions" => Ok(GeneratedField::Submissions),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SubmitRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SubmitRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SubmitRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut submissions__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Submissions => {
                            if submissions__.is_some() {
                                return Err(serde::de::Error::duplicate_field("submissions"));
                            }
                            submissions__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SubmitRequest {
                    submissions: submissions__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SubmitRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SubmitResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.results.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.SubmitResponse", len)?;
        if !self.results.is_empty() {
            struct_ser.serialize_field("results", &self.results)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SubmitResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "results",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Results,
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
                            "results" => Ok(GeneratedField::Results),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SubmitResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.SubmitResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SubmitResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut results__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Results => {
                            if results__.is_some() {
                                return Err(serde::de::Error::duplicate_field("results"));
                            }
                            results__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SubmitResponse {
                    results: results__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.SubmitResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TableComparison {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.table.is_empty() {
            len += 1;
        }
        if self.rows != 0 {
            len += 1;
        }
        if self.missing != 0 {
            len += 1;
        }
        if self.extra != 0 {
            len += 1;
        }
        if self.different != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TableComparison", len)?;
        if !self.table.is_empty() {
            struct_ser.serialize_field("table", &self.table)?;
        }
        if self.rows != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("rows", ToString::to_string(&self.rows).as_str())?;
        }
        if self.missing != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("missing", ToString::to_string(&self.missing).as_str())?;
        }
        if self.extra != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("extra", ToString::to_string(&self.extra).as_str())?;
        }
        if self.different != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("different", ToString::to_string(&self.different).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TableComparison {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "table",
            "rows",
            "missing",
            "extra",
            "different",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Table,
            Rows,
            Missing,
            Extra,
            Different,
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
                            "table" => Ok(GeneratedField::Table),
                            "rows" => Ok(GeneratedField::Rows),
                            "missing" => Ok(GeneratedField::Missing),
                            "extra" => Ok(GeneratedField::Extra),
                            "different" => Ok(GeneratedField::Different),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TableComparison;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TableComparison")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TableComparison, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut table__ = None;
                let mut rows__ = None;
                let mut missing__ = None;
                let mut extra__ = None;
                let mut different__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Table => {
                            if table__.is_some() {
                                return Err(serde::de::Error::duplicate_field("table"));
                            }
                            table__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Rows => {
                            if rows__.is_some() {
                                return Err(serde::de::Error::duplicate_field("rows"));
                            }
                            rows__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Missing => {
                            if missing__.is_some() {
                                return Err(serde::de::Error::duplicate_field("missing"));
                            }
                            missing__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Extra => {
                            if extra__.is_some() {
                                return Err(serde::de::Error::duplicate_field("extra"));
                            }
                            extra__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Different => {
                            if different__.is_some() {
                                return Err(serde::de::Error::duplicate_field("different"));
                            }
                            different__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TableComparison {
                    table: table__.unwrap_or_default(),
                    rows: rows__.unwrap_or_default(),
                    missing: missing__.unwrap_or_default(),
                    extra: extra__.unwrap_or_default(),
                    different: different__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TableComparison", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TokenLogEntry {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.version != 0 {
            len += 1;
        }
        if self.time.is_some() {
            len += 1;
        }
        if self.kind != 0 {
            len += 1;
        }
        if self.amount != 0 {
            len += 1;
        }
        if self.held_change != 0 {
            len += 1;
        }
        if self.balance_after != 0 {
            len += 1;
        }
        if self.available_after != 0 {
            len += 1;
        }
        if self.held_after != 0 {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if !self.reason_detail.is_empty() {
            len += 1;
        }
        if self.list_tokens != 0 {
            len += 1;
        }
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if !self.entry_id.is_empty() {
            len += 1;
        }
        if self.partition != 0 {
            len += 1;
        }
        if self.offset != 0 {
            len += 1;
        }
        if self.locked_after != 0 {
            len += 1;
        }
        if self.debt_after != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TokenLogEntry", len)?;
        if self.version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("version", ToString::to_string(&self.version).as_str())?;
        }
        if let Some(v) = self.time.as_ref() {
            struct_ser.serialize_field("time", v)?;
        }
        if self.kind != 0 {
            let v = TokenLogKind::try_from(self.kind)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.kind)))?;
            struct_ser.serialize_field("kind", &v)?;
        }
        if self.amount != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("amount", ToString::to_string(&self.amount).as_str())?;
        }
        if self.held_change != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("heldChange", ToString::to_string(&self.held_change).as_str())?;
        }
        if self.balance_after != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("balanceAfter", ToString::to_string(&self.balance_after).as_str())?;
        }
        if self.available_after != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("availableAfter", ToString::to_string(&self.available_after).as_str())?;
        }
        if self.held_after != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("heldAfter", ToString::to_string(&self.held_after).as_str())?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if !self.reason_detail.is_empty() {
            struct_ser.serialize_field("reasonDetail", &self.reason_detail)?;
        }
        if self.list_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("listTokens", ToString::to_string(&self.list_tokens).as_str())?;
        }
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if !self.entry_id.is_empty() {
            struct_ser.serialize_field("entryId", &self.entry_id)?;
        }
        if self.partition != 0 {
            struct_ser.serialize_field("partition", &self.partition)?;
        }
        if self.offset != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("offset", ToString::to_string(&self.offset).as_str())?;
        }
        if self.locked_after != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("lockedAfter", ToString::to_string(&self.locked_after).as_str())?;
        }
        if self.debt_after != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtAfter", ToString::to_string(&self.debt_after).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TokenLogEntry {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "version",
            "time",
            "kind",
            "amount",
            "held_change",
            "heldChange",
            "balance_after",
            "balanceAfter",
            "available_after",
            "availableAfter",
            "held_after",
            "heldAfter",
            "reference",
            "reason",
            "reason_detail",
            "reasonDetail",
            "list_tokens",
            "listTokens",
            "promotion_id",
            "promotionId",
            "hold_id",
            "holdId",
            "entry_id",
            "entryId",
            "partition",
            "offset",
            "locked_after",
            "lockedAfter",
            "debt_after",
            "debtAfter",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Version,
            Time,
            Kind,
            Amount,
            HeldChange,
            BalanceAfter,
            AvailableAfter,
            HeldAfter,
            Reference,
            Reason,
            ReasonDetail,
            ListTokens,
            PromotionId,
            HoldId,
            EntryId,
            Partition,
            Offset,
            LockedAfter,
            DebtAfter,
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
                            "version" => Ok(GeneratedField::Version),
                            "time" => Ok(GeneratedField::Time),
                            "kind" => Ok(GeneratedField::Kind),
                            "amount" => Ok(GeneratedField::Amount),
                            "heldChange" | "held_change" => Ok(GeneratedField::HeldChange),
                            "balanceAfter" | "balance_after" => Ok(GeneratedField::BalanceAfter),
                            "availableAfter" | "available_after" => Ok(GeneratedField::AvailableAfter),
                            "heldAfter" | "held_after" => Ok(GeneratedField::HeldAfter),
                            "reference" => Ok(GeneratedField::Reference),
                            "reason" => Ok(GeneratedField::Reason),
                            "reasonDetail" | "reason_detail" => Ok(GeneratedField::ReasonDetail),
                            "listTokens" | "list_tokens" => Ok(GeneratedField::ListTokens),
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "entryId" | "entry_id" => Ok(GeneratedField::EntryId),
                            "partition" => Ok(GeneratedField::Partition),
                            "offset" => Ok(GeneratedField::Offset),
                            "lockedAfter" | "locked_after" => Ok(GeneratedField::LockedAfter),
                            "debtAfter" | "debt_after" => Ok(GeneratedField::DebtAfter),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TokenLogEntry;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TokenLogEntry")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TokenLogEntry, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut version__ = None;
                let mut time__ = None;
                let mut kind__ = None;
                let mut amount__ = None;
                let mut held_change__ = None;
                let mut balance_after__ = None;
                let mut available_after__ = None;
                let mut held_after__ = None;
                let mut reference__ = None;
                let mut reason__ = None;
                let mut reason_detail__ = None;
                let mut list_tokens__ = None;
                let mut promotion_id__ = None;
                let mut hold_id__ = None;
                let mut entry_id__ = None;
                let mut partition__ = None;
                let mut offset__ = None;
                let mut locked_after__ = None;
                let mut debt_after__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Version => {
                            if version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("version"));
                            }
                            version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Time => {
                            if time__.is_some() {
                                return Err(serde::de::Error::duplicate_field("time"));
                            }
                            time__ = map_.next_value()?;
                        }
                        GeneratedField::Kind => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kind"));
                            }
                            kind__ = Some(map_.next_value::<TokenLogKind>()? as i32);
                        }
                        GeneratedField::Amount => {
                            if amount__.is_some() {
                                return Err(serde::de::Error::duplicate_field("amount"));
                            }
                            amount__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::HeldChange => {
                            if held_change__.is_some() {
                                return Err(serde::de::Error::duplicate_field("heldChange"));
                            }
                            held_change__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::BalanceAfter => {
                            if balance_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("balanceAfter"));
                            }
                            balance_after__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::AvailableAfter => {
                            if available_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("availableAfter"));
                            }
                            available_after__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::HeldAfter => {
                            if held_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("heldAfter"));
                            }
                            held_after__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::ReasonDetail => {
                            if reason_detail__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reasonDetail"));
                            }
                            reason_detail__ = Some(map_.next_value()?);
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
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::EntryId => {
                            if entry_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("entryId"));
                            }
                            entry_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Partition => {
                            if partition__.is_some() {
                                return Err(serde::de::Error::duplicate_field("partition"));
                            }
                            partition__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Offset => {
                            if offset__.is_some() {
                                return Err(serde::de::Error::duplicate_field("offset"));
                            }
                            offset__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::LockedAfter => {
                            if locked_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lockedAfter"));
                            }
                            locked_after__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::DebtAfter => {
                            if debt_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtAfter"));
                            }
                            debt_after__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TokenLogEntry {
                    version: version__.unwrap_or_default(),
                    time: time__,
                    kind: kind__.unwrap_or_default(),
                    amount: amount__.unwrap_or_default(),
                    held_change: held_change__.unwrap_or_default(),
                    balance_after: balance_after__.unwrap_or_default(),
                    available_after: available_after__.unwrap_or_default(),
                    held_after: held_after__.unwrap_or_default(),
                    reference: reference__,
                    reason: reason__.unwrap_or_default(),
                    reason_detail: reason_detail__.unwrap_or_default(),
                    list_tokens: list_tokens__.unwrap_or_default(),
                    promotion_id: promotion_id__.unwrap_or_default(),
                    hold_id: hold_id__.unwrap_or_default(),
                    entry_id: entry_id__.unwrap_or_default(),
                    partition: partition__.unwrap_or_default(),
                    offset: offset__.unwrap_or_default(),
                    locked_after: locked_after__.unwrap_or_default(),
                    debt_after: debt_after__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TokenLogEntry", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TokenLogKind {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "TOKEN_LOG_KIND_UNSPECIFIED",
            Self::Purchase => "TOKEN_LOG_KIND_PURCHASE",
            Self::Promotion => "TOKEN_LOG_KIND_PROMOTION",
            Self::Adjustment => "TOKEN_LOG_KIND_ADJUSTMENT",
            Self::Hold => "TOKEN_LOG_KIND_HOLD",
            Self::Use => "TOKEN_LOG_KIND_USE",
            Self::Release => "TOKEN_LOG_KIND_RELEASE",
            Self::Expiry => "TOKEN_LOG_KIND_EXPIRY",
            Self::Refund => "TOKEN_LOG_KIND_REFUND",
            Self::Clawback => "TOKEN_LOG_KIND_CLAWBACK",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for TokenLogKind {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "TOKEN_LOG_KIND_UNSPECIFIED",
            "TOKEN_LOG_KIND_PURCHASE",
            "TOKEN_LOG_KIND_PROMOTION",
            "TOKEN_LOG_KIND_ADJUSTMENT",
            "TOKEN_LOG_KIND_HOLD",
            "TOKEN_LOG_KIND_USE",
            "TOKEN_LOG_KIND_RELEASE",
            "TOKEN_LOG_KIND_EXPIRY",
            "TOKEN_LOG_KIND_REFUND",
            "TOKEN_LOG_KIND_CLAWBACK",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = TokenLogKind;

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
                    "TOKEN_LOG_KIND_UNSPECIFIED" => Ok(TokenLogKind::Unspecified),
                    "TOKEN_LOG_KIND_PURCHASE" => Ok(TokenLogKind::Purchase),
                    "TOKEN_LOG_KIND_PROMOTION" => Ok(TokenLogKind::Promotion),
                    "TOKEN_LOG_KIND_ADJUSTMENT" => Ok(TokenLogKind::Adjustment),
                    "TOKEN_LOG_KIND_HOLD" => Ok(TokenLogKind::Hold),
                    "TOKEN_LOG_KIND_USE" => Ok(TokenLogKind::Use),
                    "TOKEN_LOG_KIND_RELEASE" => Ok(TokenLogKind::Release),
                    "TOKEN_LOG_KIND_EXPIRY" => Ok(TokenLogKind::Expiry),
                    "TOKEN_LOG_KIND_REFUND" => Ok(TokenLogKind::Refund),
                    "TOKEN_LOG_KIND_CLAWBACK" => Ok(TokenLogKind::Clawback),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for TokensClawedBack {
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
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.debt_added != 0 {
            len += 1;
        }
        if self.lot_frozen {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TokensClawedBack", len)?;
        if !self.dispute_id.is_empty() {
            struct_ser.serialize_field("disputeId", &self.dispute_id)?;
        }
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.debt_added != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtAdded", ToString::to_string(&self.debt_added).as_str())?;
        }
        if self.lot_frozen {
            struct_ser.serialize_field("lotFrozen", &self.lot_frozen)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TokensClawedBack {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "dispute_id",
            "disputeId",
            "lot_id",
            "lotId",
            "tokens",
            "debt_added",
            "debtAdded",
            "lot_frozen",
            "lotFrozen",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            DisputeId,
            LotId,
            Tokens,
            DebtAdded,
            LotFrozen,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "debtAdded" | "debt_added" => Ok(GeneratedField::DebtAdded),
                            "lotFrozen" | "lot_frozen" => Ok(GeneratedField::LotFrozen),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TokensClawedBack;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TokensClawedBack")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TokensClawedBack, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut dispute_id__ = None;
                let mut lot_id__ = None;
                let mut tokens__ = None;
                let mut debt_added__ = None;
                let mut lot_frozen__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::DisputeId => {
                            if dispute_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("disputeId"));
                            }
                            dispute_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::DebtAdded => {
                            if debt_added__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtAdded"));
                            }
                            debt_added__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::LotFrozen => {
                            if lot_frozen__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotFrozen"));
                            }
                            lot_frozen__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TokensClawedBack {
                    dispute_id: dispute_id__.unwrap_or_default(),
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    debt_added: debt_added__.unwrap_or_default(),
                    lot_frozen: lot_frozen__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TokensClawedBack", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TokensCredited {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.lot_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if self.source != 0 {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        if self.debt_repaid != 0 {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        if self.lot_frozen {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TokensCredited", len)?;
        if !self.lot_id.is_empty() {
            struct_ser.serialize_field("lotId", &self.lot_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if self.source != 0 {
            let v = LotSource::try_from(self.source)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.source)))?;
            struct_ser.serialize_field("source", &v)?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        if self.debt_repaid != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debtRepaid", ToString::to_string(&self.debt_repaid).as_str())?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        if self.lot_frozen {
            struct_ser.serialize_field("lotFrozen", &self.lot_frozen)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TokensCredited {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "lot_id",
            "lotId",
            "tokens",
            "source",
            "expires_at",
            "expiresAt",
            "debt_repaid",
            "debtRepaid",
            "reference",
            "lot_frozen",
            "lotFrozen",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            LotId,
            Tokens,
            Source,
            ExpiresAt,
            DebtRepaid,
            Reference,
            LotFrozen,
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
                            "lotId" | "lot_id" => Ok(GeneratedField::LotId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "source" => Ok(GeneratedField::Source),
                            "expiresAt" | "expires_at" => Ok(GeneratedField::ExpiresAt),
                            "debtRepaid" | "debt_repaid" => Ok(GeneratedField::DebtRepaid),
                            "reference" => Ok(GeneratedField::Reference),
                            "lotFrozen" | "lot_frozen" => Ok(GeneratedField::LotFrozen),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TokensCredited;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TokensCredited")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TokensCredited, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut lot_id__ = None;
                let mut tokens__ = None;
                let mut source__ = None;
                let mut expires_at__ = None;
                let mut debt_repaid__ = None;
                let mut reference__ = None;
                let mut lot_frozen__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::LotId => {
                            if lot_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotId"));
                            }
                            lot_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Source => {
                            if source__.is_some() {
                                return Err(serde::de::Error::duplicate_field("source"));
                            }
                            source__ = Some(map_.next_value::<LotSource>()? as i32);
                        }
                        GeneratedField::ExpiresAt => {
                            if expires_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("expiresAt"));
                            }
                            expires_at__ = map_.next_value()?;
                        }
                        GeneratedField::DebtRepaid => {
                            if debt_repaid__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debtRepaid"));
                            }
                            debt_repaid__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::LotFrozen => {
                            if lot_frozen__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lotFrozen"));
                            }
                            lot_frozen__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TokensCredited {
                    lot_id: lot_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    source: source__.unwrap_or_default(),
                    expires_at: expires_at__,
                    debt_repaid: debt_repaid__.unwrap_or_default(),
                    reference: reference__,
                    lot_frozen: lot_frozen__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TokensCredited", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TokensDeducted {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if !self.lots.is_empty() {
            len += 1;
        }
        if self.released_tokens != 0 {
            len += 1;
        }
        if !self.released_lots.is_empty() {
            len += 1;
        }
        if self.hold_closed {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if !self.reason_detail.is_empty() {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        if self.list_tokens != 0 {
            len += 1;
        }
        if !self.promotion_id.is_empty() {
            len += 1;
        }
        if self.over_captured_tokens != 0 {
            len += 1;
        }
        if !self.over_captured_lots.is_empty() {
            len += 1;
        }
        if self.released_frozen_tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TokensDeducted", len)?;
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if !self.lots.is_empty() {
            struct_ser.serialize_field("lots", &self.lots)?;
        }
        if self.released_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("releasedTokens", ToString::to_string(&self.released_tokens).as_str())?;
        }
        if !self.released_lots.is_empty() {
            struct_ser.serialize_field("releasedLots", &self.released_lots)?;
        }
        if self.hold_closed {
            struct_ser.serialize_field("holdClosed", &self.hold_closed)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if !self.reason_detail.is_empty() {
            struct_ser.serialize_field("reasonDetail", &self.reason_detail)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        if self.list_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("listTokens", ToString::to_string(&self.list_tokens).as_str())?;
        }
        if !self.promotion_id.is_empty() {
            struct_ser.serialize_field("promotionId", &self.promotion_id)?;
        }
        if self.over_captured_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("overCapturedTokens", ToString::to_string(&self.over_captured_tokens).as_str())?;
        }
        if !self.over_captured_lots.is_empty() {
            struct_ser.serialize_field("overCapturedLots", &self.over_captured_lots)?;
        }
        if self.released_frozen_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("releasedFrozenTokens", ToString::to_string(&self.released_frozen_tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TokensDeducted {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hold_id",
            "holdId",
            "tokens",
            "lots",
            "released_tokens",
            "releasedTokens",
            "released_lots",
            "releasedLots",
            "hold_closed",
            "holdClosed",
            "reason",
            "reason_detail",
            "reasonDetail",
            "reference",
            "list_tokens",
            "listTokens",
            "promotion_id",
            "promotionId",
            "over_captured_tokens",
            "overCapturedTokens",
            "over_captured_lots",
            "overCapturedLots",
            "released_frozen_tokens",
            "releasedFrozenTokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            HoldId,
            Tokens,
            Lots,
            ReleasedTokens,
            ReleasedLots,
            HoldClosed,
            Reason,
            ReasonDetail,
            Reference,
            ListTokens,
            PromotionId,
            OverCapturedTokens,
            OverCapturedLots,
            ReleasedFrozenTokens,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "lots" => Ok(GeneratedField::Lots),
                            "releasedTokens" | "released_tokens" => Ok(GeneratedField::ReleasedTokens),
                            "releasedLots" | "released_lots" => Ok(GeneratedField::ReleasedLots),
                            "holdClosed" | "hold_closed" => Ok(GeneratedField::HoldClosed),
                            "reason" => Ok(GeneratedField::Reason),
                            "reasonDetail" | "reason_detail" => Ok(GeneratedField::ReasonDetail),
                            "reference" => Ok(GeneratedField::Reference),
                            "listTokens" | "list_tokens" => Ok(GeneratedField::ListTokens),
                            "promotionId" | "promotion_id" => Ok(GeneratedField::PromotionId),
                            "overCapturedTokens" | "over_captured_tokens" => Ok(GeneratedField::OverCapturedTokens),
                            "overCapturedLots" | "over_captured_lots" => Ok(GeneratedField::OverCapturedLots),
                            "releasedFrozenTokens" | "released_frozen_tokens" => Ok(GeneratedField::ReleasedFrozenTokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TokensDeducted;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TokensDeducted")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TokensDeducted, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hold_id__ = None;
                let mut tokens__ = None;
                let mut lots__ = None;
                let mut released_tokens__ = None;
                let mut released_lots__ = None;
                let mut hold_closed__ = None;
                let mut reason__ = None;
                let mut reason_detail__ = None;
                let mut reference__ = None;
                let mut list_tokens__ = None;
                let mut promotion_id__ = None;
                let mut over_captured_tokens__ = None;
                let mut over_captured_lots__ = None;
                let mut released_frozen_tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Lots => {
                            if lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lots"));
                            }
                            lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ReleasedTokens => {
                            if released_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("releasedTokens"));
                            }
                            released_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::ReleasedLots => {
                            if released_lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("releasedLots"));
                            }
                            released_lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::HoldClosed => {
                            if hold_closed__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdClosed"));
                            }
                            hold_closed__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::ReasonDetail => {
                            if reason_detail__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reasonDetail"));
                            }
                            reason_detail__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
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
                        GeneratedField::OverCapturedTokens => {
                            if over_captured_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("overCapturedTokens"));
                            }
                            over_captured_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::OverCapturedLots => {
                            if over_captured_lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("overCapturedLots"));
                            }
                            over_captured_lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ReleasedFrozenTokens => {
                            if released_frozen_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("releasedFrozenTokens"));
                            }
                            released_frozen_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TokensDeducted {
                    hold_id: hold_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    lots: lots__.unwrap_or_default(),
                    released_tokens: released_tokens__.unwrap_or_default(),
                    released_lots: released_lots__.unwrap_or_default(),
                    hold_closed: hold_closed__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    reason_detail: reason_detail__.unwrap_or_default(),
                    reference: reference__,
                    list_tokens: list_tokens__.unwrap_or_default(),
                    promotion_id: promotion_id__.unwrap_or_default(),
                    over_captured_tokens: over_captured_tokens__.unwrap_or_default(),
                    over_captured_lots: over_captured_lots__.unwrap_or_default(),
                    released_frozen_tokens: released_frozen_tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TokensDeducted", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TokensHeld {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if !self.lots.is_empty() {
            len += 1;
        }
        if self.expires_at.is_some() {
            len += 1;
        }
        if self.terms.is_some() {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TokensHeld", len)?;
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if !self.lots.is_empty() {
            struct_ser.serialize_field("lots", &self.lots)?;
        }
        if let Some(v) = self.expires_at.as_ref() {
            struct_ser.serialize_field("expiresAt", v)?;
        }
        if let Some(v) = self.terms.as_ref() {
            struct_ser.serialize_field("terms", v)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TokensHeld {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hold_id",
            "holdId",
            "tokens",
            "lots",
            "expires_at",
            "expiresAt",
            "terms",
            "reference",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            HoldId,
            Tokens,
            Lots,
            ExpiresAt,
            Terms,
            Reference,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "lots" => Ok(GeneratedField::Lots),
                            "expiresAt" | "expires_at" => Ok(GeneratedField::ExpiresAt),
                            "terms" => Ok(GeneratedField::Terms),
                            "reference" => Ok(GeneratedField::Reference),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TokensHeld;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TokensHeld")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TokensHeld, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hold_id__ = None;
                let mut tokens__ = None;
                let mut lots__ = None;
                let mut expires_at__ = None;
                let mut terms__ = None;
                let mut reference__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Lots => {
                            if lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lots"));
                            }
                            lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::ExpiresAt => {
                            if expires_at__.is_some() {
                                return Err(serde::de::Error::duplicate_field("expiresAt"));
                            }
                            expires_at__ = map_.next_value()?;
                        }
                        GeneratedField::Terms => {
                            if terms__.is_some() {
                                return Err(serde::de::Error::duplicate_field("terms"));
                            }
                            terms__ = map_.next_value()?;
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TokensHeld {
                    hold_id: hold_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    lots: lots__.unwrap_or_default(),
                    expires_at: expires_at__,
                    terms: terms__,
                    reference: reference__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TokensHeld", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for TokensReleased {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.hold_id.is_empty() {
            len += 1;
        }
        if self.tokens != 0 {
            len += 1;
        }
        if !self.lots.is_empty() {
            len += 1;
        }
        if self.reason != 0 {
            len += 1;
        }
        if self.reference.is_some() {
            len += 1;
        }
        if self.frozen_tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.TokensReleased", len)?;
        if !self.hold_id.is_empty() {
            struct_ser.serialize_field("holdId", &self.hold_id)?;
        }
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        if !self.lots.is_empty() {
            struct_ser.serialize_field("lots", &self.lots)?;
        }
        if self.reason != 0 {
            let v = super::super::common::v1::Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if let Some(v) = self.reference.as_ref() {
            struct_ser.serialize_field("reference", v)?;
        }
        if self.frozen_tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("frozenTokens", ToString::to_string(&self.frozen_tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for TokensReleased {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "hold_id",
            "holdId",
            "tokens",
            "lots",
            "reason",
            "reference",
            "frozen_tokens",
            "frozenTokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            HoldId,
            Tokens,
            Lots,
            Reason,
            Reference,
            FrozenTokens,
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
                            "holdId" | "hold_id" => Ok(GeneratedField::HoldId),
                            "tokens" => Ok(GeneratedField::Tokens),
                            "lots" => Ok(GeneratedField::Lots),
                            "reason" => Ok(GeneratedField::Reason),
                            "reference" => Ok(GeneratedField::Reference),
                            "frozenTokens" | "frozen_tokens" => Ok(GeneratedField::FrozenTokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = TokensReleased;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.TokensReleased")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<TokensReleased, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut hold_id__ = None;
                let mut tokens__ = None;
                let mut lots__ = None;
                let mut reason__ = None;
                let mut reference__ = None;
                let mut frozen_tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::HoldId => {
                            if hold_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("holdId"));
                            }
                            hold_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Lots => {
                            if lots__.is_some() {
                                return Err(serde::de::Error::duplicate_field("lots"));
                            }
                            lots__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<super::super::common::v1::Reason>()? as i32);
                        }
                        GeneratedField::Reference => {
                            if reference__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reference"));
                            }
                            reference__ = map_.next_value()?;
                        }
                        GeneratedField::FrozenTokens => {
                            if frozen_tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("frozenTokens"));
                            }
                            frozen_tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(TokensReleased {
                    hold_id: hold_id__.unwrap_or_default(),
                    tokens: tokens__.unwrap_or_default(),
                    lots: lots__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    reference: reference__,
                    frozen_tokens: frozen_tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.TokensReleased", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for UnfreezeWalletRequest {
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
        if self.warrant.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.UnfreezeWalletRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if !self.idempotency_key.is_empty() {
            struct_ser.serialize_field("idempotencyKey", &self.idempotency_key)?;
        }
        if let Some(v) = self.warrant.as_ref() {
            struct_ser.serialize_field("warrant", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for UnfreezeWalletRequest {
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
            "warrant",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            IdempotencyKey,
            Warrant,
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
                            "warrant" => Ok(GeneratedField::Warrant),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = UnfreezeWalletRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.UnfreezeWalletRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<UnfreezeWalletRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut idempotency_key__ = None;
                let mut warrant__ = None;
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
                        GeneratedField::Warrant => {
                            if warrant__.is_some() {
                                return Err(serde::de::Error::duplicate_field("warrant"));
                            }
                            warrant__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(UnfreezeWalletRequest {
                    account_id: account_id__.unwrap_or_default(),
                    idempotency_key: idempotency_key__.unwrap_or_default(),
                    warrant: warrant__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.UnfreezeWalletRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for UnfreezeWalletResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.receipt.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.UnfreezeWalletResponse", len)?;
        if let Some(v) = self.receipt.as_ref() {
            struct_ser.serialize_field("receipt", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for UnfreezeWalletResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "receipt",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Receipt,
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
                            "receipt" => Ok(GeneratedField::Receipt),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = UnfreezeWalletResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.UnfreezeWalletResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<UnfreezeWalletResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut receipt__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Receipt => {
                            if receipt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("receipt"));
                            }
                            receipt__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(UnfreezeWalletResponse {
                    receipt: receipt__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.UnfreezeWalletResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WalletFrozen {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.warrant.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WalletFrozen", len)?;
        if let Some(v) = self.warrant.as_ref() {
            struct_ser.serialize_field("warrant", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WalletFrozen {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "warrant",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Warrant,
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
                            "warrant" => Ok(GeneratedField::Warrant),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WalletFrozen;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WalletFrozen")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WalletFrozen, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut warrant__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Warrant => {
                            if warrant__.is_some() {
                                return Err(serde::de::Error::duplicate_field("warrant"));
                            }
                            warrant__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WalletFrozen {
                    warrant: warrant__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WalletFrozen", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WalletOpened {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WalletOpened", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WalletOpened {
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
            type Value = WalletOpened;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WalletOpened")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WalletOpened, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(WalletOpened {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WalletOpened", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WalletUnfrozen {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.warrant.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WalletUnfrozen", len)?;
        if let Some(v) = self.warrant.as_ref() {
            struct_ser.serialize_field("warrant", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WalletUnfrozen {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "warrant",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Warrant,
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
                            "warrant" => Ok(GeneratedField::Warrant),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WalletUnfrozen;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WalletUnfrozen")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WalletUnfrozen, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut warrant__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Warrant => {
                            if warrant__.is_some() {
                                return Err(serde::de::Error::duplicate_field("warrant"));
                            }
                            warrant__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WalletUnfrozen {
                    warrant: warrant__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WalletUnfrozen", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Warrant {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.actor.is_empty() {
            len += 1;
        }
        if !self.reason.is_empty() {
            len += 1;
        }
        if !self.evidence.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.Warrant", len)?;
        if !self.actor.is_empty() {
            struct_ser.serialize_field("actor", &self.actor)?;
        }
        if !self.reason.is_empty() {
            struct_ser.serialize_field("reason", &self.reason)?;
        }
        if !self.evidence.is_empty() {
            struct_ser.serialize_field("evidence", &self.evidence)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Warrant {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "actor",
            "reason",
            "evidence",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Actor,
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
                            "actor" => Ok(GeneratedField::Actor),
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
            type Value = Warrant;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.Warrant")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Warrant, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut actor__ = None;
                let mut reason__ = None;
                let mut evidence__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Actor => {
                            if actor__.is_some() {
                                return Err(serde::de::Error::duplicate_field("actor"));
                            }
                            actor__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Evidence => {
                            if evidence__.is_some() {
                                return Err(serde::de::Error::duplicate_field("evidence"));
                            }
                            evidence__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Warrant {
                    actor: actor__.unwrap_or_default(),
                    reason: reason__.unwrap_or_default(),
                    evidence: evidence__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.Warrant", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WatchBalanceRequest {
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
        if self.after_version != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WatchBalanceRequest", len)?;
        if !self.account_id.is_empty() {
            struct_ser.serialize_field("accountId", &self.account_id)?;
        }
        if self.after_version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("afterVersion", ToString::to_string(&self.after_version).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WatchBalanceRequest {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "account_id",
            "accountId",
            "after_version",
            "afterVersion",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AccountId,
            AfterVersion,
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
                            "afterVersion" | "after_version" => Ok(GeneratedField::AfterVersion),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WatchBalanceRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WatchBalanceRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WatchBalanceRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut account_id__ = None;
                let mut after_version__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AccountId => {
                            if account_id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("accountId"));
                            }
                            account_id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::AfterVersion => {
                            if after_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("afterVersion"));
                            }
                            after_version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WatchBalanceRequest {
                    account_id: account_id__.unwrap_or_default(),
                    after_version: after_version__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WatchBalanceRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WatchBalanceResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.balance.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WatchBalanceResponse", len)?;
        if let Some(v) = self.balance.as_ref() {
            struct_ser.serialize_field("balance", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WatchBalanceResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "balance",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Balance,
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
                            "balance" => Ok(GeneratedField::Balance),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WatchBalanceResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WatchBalanceResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WatchBalanceResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut balance__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Balance => {
                            if balance__.is_some() {
                                return Err(serde::de::Error::duplicate_field("balance"));
                            }
                            balance__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WatchBalanceResponse {
                    balance: balance__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WatchBalanceResponse", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WatchOwnersRequest {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WatchOwnersRequest", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WatchOwnersRequest {
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
            type Value = WatchOwnersRequest;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WatchOwnersRequest")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WatchOwnersRequest, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(WatchOwnersRequest {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WatchOwnersRequest", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for WatchOwnersResponse {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.answered_by.is_empty() {
            len += 1;
        }
        if self.partitions != 0 {
            len += 1;
        }
        if !self.owners.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.ledger.v1.WatchOwnersResponse", len)?;
        if !self.answered_by.is_empty() {
            struct_ser.serialize_field("answeredBy", &self.answered_by)?;
        }
        if self.partitions != 0 {
            struct_ser.serialize_field("partitions", &self.partitions)?;
        }
        if !self.owners.is_empty() {
            struct_ser.serialize_field("owners", &self.owners)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for WatchOwnersResponse {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "answered_by",
            "answeredBy",
            "partitions",
            "owners",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            AnsweredBy,
            Partitions,
            Owners,
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
                            "answeredBy" | "answered_by" => Ok(GeneratedField::AnsweredBy),
                            "partitions" => Ok(GeneratedField::Partitions),
                            "owners" => Ok(GeneratedField::Owners),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = WatchOwnersResponse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.ledger.v1.WatchOwnersResponse")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<WatchOwnersResponse, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut answered_by__ = None;
                let mut partitions__ = None;
                let mut owners__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::AnsweredBy => {
                            if answered_by__.is_some() {
                                return Err(serde::de::Error::duplicate_field("answeredBy"));
                            }
                            answered_by__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Partitions => {
                            if partitions__.is_some() {
                                return Err(serde::de::Error::duplicate_field("partitions"));
                            }
                            partitions__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Owners => {
                            if owners__.is_some() {
                                return Err(serde::de::Error::duplicate_field("owners"));
                            }
                            owners__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(WatchOwnersResponse {
                    answered_by: answered_by__.unwrap_or_default(),
                    partitions: partitions__.unwrap_or_default(),
                    owners: owners__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.ledger.v1.WatchOwnersResponse", FIELDS, GeneratedVisitor)
    }
}
